package io.hotupdate.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the agent and its libraries from inside the agent's jar, where the application cannot see
 * them: {@code a.B} is stored as {@code inst/a/B.classdata}.
 *
 * <pre>
 *   boot, platform  ←  application (HotUpdateAgent, this class)
 *         ↑
 *         └──────────  this loader (everything else of the agent)
 * </pre>
 *
 * The parent is the platform loader, so nothing of the application can be seen from here either.
 */
final class IsolatedClassLoader extends ClassLoader implements Runnable {
  private static final String ROOT = "inst/";
  private static final String OWN = "io/hotupdate/";
  private static final String CLASS = ".class";
  private static final String STORED_CLASS = ".classdata";

  static {
    registerAsParallelCapable();
  }

  private final JarFile jar;

  /**
   * @param jar the agent's jar; it stays open, so it may be replaced by rename at any time
   */
  IsolatedClassLoader(Path jar) throws IOException {
    super("hotupdate", ClassLoader.getPlatformClassLoader());
    this.jar = new JarFile(jar.toFile(), false);
  }

  /**
   * Loads the agent's own classes now: the jar may have been overwritten when one is needed. The
   * command line runs in other JVMs than servers.
   */
  @Override
  public void run() {
    try {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        String name = entries.nextElement().getName();
        if (name.startsWith(ROOT + OWN) && name.endsWith(STORED_CLASS) && !isLater(name)) {
          int end = name.length() - STORED_CLASS.length();
          loadClass(name.substring(ROOT.length(), end).replace('/', '.'));
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the agent's jar has changed under it", e);
    }
  }

  /** The command line, and what needs modules that the runtime lacks or nobody has used yet. */
  private static boolean isLater(String name) {
    return name.startsWith(ROOT + OWN + "cli/")
        || name.startsWith(ROOT + OWN + "jmx/")
        || (name.startsWith(ROOT + OWN + "jfr/")
            && ModuleLayer.boot().findModule("jdk.jfr").isEmpty());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = read(stored(name.replace('.', '/') + CLASS));
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] bytes = read(stored(name));
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }

  @Override
  protected URL findResource(String name) {
    // Nobody here asks for a URL, and handing one out would name what is hidden.
    return null;
  }

  private static String stored(String name) {
    return ROOT
        + (name.endsWith(CLASS)
            ? name.substring(0, name.length() - CLASS.length()) + STORED_CLASS
            : name);
  }

  private byte[] read(String name) {
    JarEntry entry = jar.getJarEntry(name);
    if (entry == null) {
      return null;
    }
    try (InputStream stream = jar.getInputStream(entry)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " from " + jar.getName(), e);
    }
  }
}
