package io.hotupdate.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Servers of one source file, in src/test/resources/tiny-apps, compiled by the JDK they run on. The
 * first argument is the address of a listener with the usual routes; others are ignored.
 */
final class TinyApp {
  private static final Path LIBRARIES = Built.testApp("blocking").resolve("lib");

  private TinyApp() {}

  /** Compiles a server and installs version 1 of it in a new directory. */
  static Deployment deploy(Jdk jdk, String name) {
    try {
      Files.createDirectories(Built.deployments());
      Path work = Files.createTempDirectory(Built.deployments(), name + "-build-");
      Path classes = Files.createDirectory(work.resolve("classes"));
      compile(jdk, work, classes, name);
      Path jar = work.resolve(name + ".jar");
      pack(classes, jar, name);
      return Deployment.of(name, jar, LIBRARIES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The source of a server. */
  static Path source(String name) {
    var resource = TinyApp.class.getResource("/tiny-apps/" + name + ".java");
    if (resource == null) {
      throw new IllegalArgumentException("no tiny app " + name);
    }
    return Path.of(URI.create(resource.toString()));
  }

  private static void compile(Jdk jdk, Path work, Path classes, String name) {
    Command javac =
        Command.run(
            work,
            Map.of(),
            List.of(
                jdk.home().resolve("bin/javac").toString(),
                "-cp",
                LIBRARIES + "/*",
                "-d",
                classes.toString(),
                source(name).toString()));
    if (javac.status() != 0) {
      throw new IllegalStateException(javac.toString());
    }
  }

  private static void pack(Path classes, Path jar, String name) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, name);
    attributes.put(Attributes.Name.CLASS_PATH, classPath());
    // Of use for EmptyAgent only, and harmless in the others.
    attributes.put(new Attributes.Name("Premain-Class"), name);
    attributes.put(new Attributes.Name("Can-Redefine-Classes"), "true");
    attributes.put(new Attributes.Name("Can-Retransform-Classes"), "true");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      write(out, "version.txt", "1\n".getBytes(UTF_8));
      for (Path type : list(classes)) {
        write(out, type.getFileName().toString(), Files.readAllBytes(type));
      }
    }
  }

  private static String classPath() throws IOException {
    return list(LIBRARIES).stream()
        .map(jar -> "lib/" + jar.getFileName())
        .collect(Collectors.joining(" "));
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static void write(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
