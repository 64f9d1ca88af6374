package io.hotupdate.probe;

import io.hotupdate.settings.HttpTarget;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the application of this process, one request on each connection. Safe for use by many
 * threads.
 */
final class HttpClient {
  // Whoever closes first keeps the port for a minute, TIME_WAIT of tcp(7): let it be the server.
  private static final Duration FOR_THE_SERVER_TO_CLOSE = Duration.ofMillis(100);

  private final Entrance entrance;
  private final String purpose;
  private final Set<Socket> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  /**
   * @param purpose what the application is told in a header
   */
  HttpClient(Entrance entrance, String purpose) {
    this.entrance = entrance;
    this.purpose = purpose;
  }

  /**
   * Sends one request and reads the response to its end.
   *
   * @param limit for all of it together
   * @return the status; empty if there is no way to the application any more but that of clients
   * @throws SocketTimeoutException if it has not been answered within the limit
   * @throws IOException if it was not answered; the message says why
   */
  OptionalInt get(HttpTarget target, Duration limit) throws IOException {
    Deadline deadline = Deadline.in(limit);
    Optional<Socket> opened = entrance.open(target.port(), deadline.leftMillis());
    if (opened.isEmpty()) {
      return OptionalInt.empty();
    }
    try (Socket connected = opened.get()) {
      underWay.add(connected);
      if (ended) {
        throw new IOException("ended");
      }
      return OptionalInt.of(ask(connected, target, deadline));
    } finally {
      underWay.remove(opened.get());
    }
  }

  private int ask(Socket connected, HttpTarget target, Deadline deadline) throws IOException {
    connected.setTcpNoDelay(true);
    connected.setSoTimeout(deadline.leftMillis());
    try (Socket socket =
        target.tls() ? Tls.over(connected, target.host(), target.port()) : connected) {
      socket.getOutputStream().write(HttpRequest.of(target, purpose));
      InputStream in = new BufferedInputStream(new TimedInput(socket, deadline));
      int status = HttpResponse.read(in);
      awaitEnd(socket);
      return status;
    }
  }

  private static void awaitEnd(Socket socket) throws IOException {
    socket.setSoTimeout((int) FOR_THE_SERVER_TO_CLOSE.toMillis());
    try {
      int unused = socket.getInputStream().read();
    } catch (IOException notClosedOrNotInOrder) {
      // The answer is complete.
      return;
    }
  }

  /** Why a request was not answered, for people. */
  static String reason(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.toString());
  }

  /** Ends the requests that are under way, and those that begin later. */
  void end() throws IOException {
    ended = true;
    for (Socket connected : underWay) {
      connected.close();
    }
  }
}
