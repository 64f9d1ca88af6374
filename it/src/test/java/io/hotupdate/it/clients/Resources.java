package io.hotupdate.it.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files that come with the tests: scripts and settings of clients. */
final class Resources {
  private Resources() {}

  /** The text of a file in the folder clients. */
  static String text(String file) {
    try (InputStream in = Resources.class.getResourceAsStream("/clients/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("no file clients/" + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
