package io.hotupdate.testapps.common;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The key of a server. With {@code -Dtls=KEYSTORE.p12} the first listener of the command line
 * speaks TLS, and the others clear text as ever.
 *
 * @param keyStore a PKCS #12 file whose password is {@link #PASSWORD}
 */
public record Tls(Path keyStore) {

  /** The password of the key store and of the key in it. */
  public static final String PASSWORD = "changeit";

  /** The type of the key store, as {@link KeyStore#getInstance(String)} takes it. */
  public static final String TYPE = "PKCS12";

  /** What the command line says; empty without {@code -Dtls}. */
  public static Optional<Tls> chosen() {
    return Optional.ofNullable(System.getProperty("tls")).map(file -> new Tls(Path.of(file)));
  }

  /**
   * The key, for an SSL context.
   *
   * @throws IllegalStateException when the file holds no key with this password
   * @throws IOException when the file cannot be read
   */
  public KeyManagerFactory keyManagers() throws IOException {
    try (InputStream in = Files.newInputStream(keyStore)) {
      KeyStore keys = KeyStore.getInstance(TYPE);
      keys.load(in, PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      return managers;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no key in " + keyStore, e);
    }
  }

  /** The JDK's SSL context with the key; throws as {@link #keyManagers}. */
  public SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers().getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS with the key of " + keyStore, e);
    }
  }
}
