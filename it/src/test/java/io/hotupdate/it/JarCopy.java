package io.hotupdate.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Copies of jars with one entry changed. */
final class JarCopy {
  private JarCopy() {}

  /** Copies a jar; an entry of this name at its root must exist and gets this content. */
  static void withEntry(Path original, Path copy, String name, byte[] content) throws IOException {
    boolean replaced = false;
    try (ZipFile in = new ZipFile(original.toFile());
        OutputStream file = Files.newOutputStream(copy);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        if (entry.getName().equals(name)) {
          out.write(content);
          replaced = true;
        } else {
          copy(in, entry, out);
        }
        out.closeEntry();
      }
    }
    if (!replaced) {
      throw new IOException("no entry " + name + " in " + original);
    }
  }

  /** Copies a jar with another main class. */
  static void withMainClass(Path original, Path copy, String mainClass) throws IOException {
    withEntry(original, copy, JarFile.MANIFEST_NAME, manifest(original, mainClass));
  }

  private static byte[] manifest(Path original, String mainClass) throws IOException {
    try (JarFile jar = new JarFile(original.toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      manifest.write(bytes);
      return bytes.toByteArray();
    }
  }

  private static void copy(ZipFile in, ZipEntry entry, OutputStream out) throws IOException {
    try (InputStream content = in.getInputStream(entry)) {
      content.transferTo(out);
    }
  }
}
