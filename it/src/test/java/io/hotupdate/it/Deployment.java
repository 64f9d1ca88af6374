package io.hotupdate.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory a server is installed in: {@code app.jar} with {@code lib} beside it. It stays
 * after the test, with the output of the server, until the build is cleaned.
 */
public final class Deployment {
  private static final String FAILING = "failing";

  private final Path original;
  private final Path directory;

  private Deployment(Path original, Path directory) {
    this.original = original;
    this.directory = directory;
  }

  /** Installs version 1 of a server in a new directory. */
  public static Deployment of(App app) {
    return of(app.folder(), app.jar(), app.libraries());
  }

  /**
   * Installs version 1 of a server that is no {@link App} in a new directory.
   *
   * @param libraries the directory of the jars it needs; may be missing
   */
  static Deployment of(String name, Path jar, Path libraries) {
    try {
      Files.createDirectories(Built.deployments());
      Path directory = Files.createTempDirectory(Built.deployments(), name + "-");
      if (Files.isDirectory(libraries)) {
        Files.createSymbolicLink(directory.resolve("lib"), libraries);
      }
      Deployment deployment = new Deployment(jar, directory);
      deployment.deploy("1");
      return deployment;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the server is installed; it is started here. */
  public Path directory() {
    return directory;
  }

  /** The jar to start. */
  public Path jar() {
    return directory.resolve("app.jar");
  }

  /** Replaces the jar, by rename, with one of this version. */
  public void deploy(String version) {
    replaceJar(
        copy -> JarCopy.withEntry(original, copy, "version.txt", (version + "\n").getBytes(UTF_8)));
  }

  /**
   * Replaces the jar, by rename, with one that fails.
   *
   * @param mainClass simple name of a main class of test-apps/failing
   */
  public void deployFailing(String mainClass) {
    Path failing = Built.testApp(FAILING).resolve(FAILING + ".jar");
    replaceJar(
        copy -> JarCopy.withMainClass(failing, copy, "io.hotupdate.testapps.failing." + mainClass));
  }

  private void replaceJar(JarWriter writer) {
    try {
      Path copy = Files.createTempFile(directory, "app", ".jar.new");
      writer.write(copy);
      Files.move(copy, jar(), ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface JarWriter {
    void write(Path copy) throws IOException;
  }
}
