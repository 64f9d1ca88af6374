package io.hotupdate.it.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A server with which agent. */
enum Variant {
  /** None. */
  WITHOUT("without"),
  /** One that does nothing. */
  EMPTY("empty agent"),
  /** Ours. */
  HOT_UPDATE("Hot Update");

  private final String label;

  Variant(String label) {
    this.label = label;
  }

  /** For the heads of tables. */
  String label() {
    return label;
  }

  /** What is added to the JVM's arguments. */
  List<String> arguments() throws IOException {
    return switch (this) {
      case WITHOUT -> List.of();
      case EMPTY -> List.of("-javaagent:" + emptyAgent());
      case HOT_UPDATE -> List.of("-javaagent:" + System.getProperty("hotupdate.it.agent"));
    };
  }

  private static Path emptyAgent() throws IOException {
    Path jar = Path.of(System.getProperty("hotupdate.it.deployments")).resolve("empty-agent.jar");
    if (!Files.exists(jar)) {
      Files.createDirectories(jar.getParent());
      Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().putValue("Premain-Class", EmptyAgent.class.getName());
      String name = EmptyAgent.class.getName().replace('.', '/') + ".class";
      try (InputStream type = EmptyAgent.class.getClassLoader().getResourceAsStream(name);
          OutputStream file = Files.newOutputStream(jar);
          JarOutputStream out = new JarOutputStream(file, manifest)) {
        out.putNextEntry(new JarEntry(name));
        type.transferTo(out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
