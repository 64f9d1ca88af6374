package io.hotupdate.it.load;

import java.io.IOException;
import java.net.URI;

/** A client that people use, with everything switched off that would send a request twice. */
public interface Poster {

  /** Its name, with the protocol it speaks. */
  String name();

  /** What its authors call the version in use. */
  String version();

  /**
   * Sends a body, once, on a connection of its own choice.
   *
   * @throws IOException when there is no complete answer
   */
  Reply post(URI uri, byte[] body) throws IOException, InterruptedException;

  /**
   * A complete answer.
   *
   * @param status of HTTP
   * @param protocol such as HTTP/2, to show that the client speaks what it is to speak
   * @param pid the header X-Pid, empty if it is missing
   * @param version the header X-Version, empty if it is missing
   * @param body the text
   */
  record Reply(int status, String protocol, String pid, String version, String body) {}
}
