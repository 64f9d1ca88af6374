package io.hotupdate.it.clients;

import io.hotupdate.it.load.Target;
import java.nio.file.Path;

/**
 * Where a client finds the server.
 *
 * @param encrypted HTTP/1.1 and HTTP/2 over TLS, with a certificate that nobody knows
 * @param clear the same in clear text, HTTP/2 by prior knowledge
 * @param directory an own one of the client, which exists
 */
record Site(Target encrypted, Target clear, Path directory) {

  /** The URL of a path. */
  static String url(Target target, String path) {
    return (target.tls() ? "https" : "http") + "://127.0.0.1:" + target.address().getPort() + path;
  }
}
