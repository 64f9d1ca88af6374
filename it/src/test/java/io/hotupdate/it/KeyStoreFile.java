package io.hotupdate.it;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The key with which servers of the tests speak TLS; made anew for each run of the tests. */
public final class KeyStoreFile {
  /** The password of the file. */
  public static final String PASSWORD = "changeit";

  private KeyStoreFile() {}

  /** A PKCS #12 file with a self-signed certificate of localhost; its password is changeit. */
  static Path path() {
    return OfThisRun.FILE;
  }

  /** A new one in this directory, which is made if it is not there. */
  public static Path in(Path parent) {
    Path file = parent.resolve("server.p12");
    try {
      Files.createDirectories(parent);
      Path directory = Files.createTempDirectory(parent, "keytool-");
      Path made = directory.resolve("new.p12");
      Command keytool = Command.run(directory, Map.of(), keytool(made));
      if (keytool.status() != 0) {
        throw new IllegalStateException("no key: " + keytool);
      }
      // A run at the same time may use the one that is there.
      Files.move(made, file, ATOMIC_MOVE);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An elliptic key: its handshake costs a fraction of RSA's, and new connections are many. */
  private static List<String> keytool(Path file) {
    String program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String arguments =
        "-genkeypair -keyalg EC -groupname secp256r1 -alias server -validity 365"
            + " -dname CN=localhost -ext SAN=dns:localhost,ip:127.0.0.1 -storetype PKCS12";
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", file.toString()));
    return command;
  }

  /** Made when it is first asked for. */
  private static final class OfThisRun {
    static final Path FILE = in(Built.deployments());
  }
}
