package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;

/** The certificate of the servers that encrypt. */
final class Certificate {
  /** Names the file in the JVM that uses it. */
  static final String PROPERTY = "hotupdate.test.certificate";

  private static final char[] PASSWORD = "changeit".toCharArray();

  private Certificate() {}

  static Path make(Path directory) throws IOException, InterruptedException {
    Path store = directory.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return store;
  }

  static KeyManagerFactory keys() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(Path.of(System.getProperty(PROPERTY)).toFile(), PASSWORD);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    return keys;
  }
}
