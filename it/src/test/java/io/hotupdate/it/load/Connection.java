package io.hotupdate.it.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** One connection of the client. Not thread-safe; its failures say where and who, if known. */
public final class Connection implements AutoCloseable {
  private static final int LONGEST_LINE = 8192;

  private final Target target;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private Optional<Answer> lastAnswer = Optional.empty();

  private Connection(Target target, Socket socket) throws IOException {
    this.target = target;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 65_536);
    this.out = socket.getOutputStream();
  }

  /** Connects, once. */
  public static Connection open(Target target) throws Failure {
    Socket socket = new Socket();
    try {
      socket.connect(target.address(), target.timeoutMillis());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(target.timeoutMillis());
      return new Connection(target, target.tls() ? Encrypted.on(socket, target) : socket);
    } catch (IOException e) {
      close(socket);
      throw Failure.of(
          e, "connect to " + target.address() + ": " + e.getMessage(), Failure.Where.NOWHERE);
    }
  }

  /** Sends all of it. */
  public void send(byte[] bytes) throws Failure {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw Failure.of(e, describe("send: " + e.getMessage()), where());
    }
  }

  /** Sends a request without a body. */
  public void get(String pathAndQuery, String... headers) throws Failure {
    send(RequestHead.of("GET", pathAndQuery, target, headers));
  }

  /** Sends the head of a request whose body follows. */
  public void post(String path, String... headers) throws Failure {
    send(RequestHead.of("POST", path, target, headers));
  }

  /** Reads the head of the next response; every status but 200 is a failure. */
  public Response receive() throws Failure {
    Head head;
    do {
      head = readHead();
    } while (head.status() / 100 == 1);
    if (head.status() != 200) {
      throw failure(Outcome.SERVER_ERROR, "status " + head.status());
    }
    try {
      Answer answer = head.answer();
      lastAnswer = Optional.of(answer);
      return new Response(answer, head.closes(), Body.of(head, this));
    } catch (IllegalArgumentException e) {
      throw failure(Outcome.WRONG_BODY, e.getMessage());
    }
  }

  /**
   * Waits between two requests.
   *
   * @return true as soon as the server closes the connection, false when it has not until then
   */
  public boolean closedWithin(Duration time) throws Failure {
    try {
      socket.setSoTimeout(Math.max(1, Math.toIntExact(time.toMillis())));
      int b = in.read();
      if (b >= 0) {
        throw failure(Outcome.WRONG_BODY, "bytes after the end of the response");
      }
      return true;
    } catch (SocketTimeoutException e) {
      resetTimeout();
      return false;
    } catch (IOException e) {
      throw Failure.of(e, describe("between requests: " + e.getMessage()), where());
    }
  }

  private void resetTimeout() throws Failure {
    try {
      socket.setSoTimeout(target.timeoutMillis());
    } catch (IOException e) {
      throw Failure.of(e, describe("between requests: " + e.getMessage()), where());
    }
  }

  private Head readHead() throws Failure {
    List<String> lines = new ArrayList<>();
    lines.add(readLine(Outcome.EOF_BEFORE_RESPONSE));
    while (!lines.get(lines.size() - 1).isEmpty()) {
      lines.add(readLine(Outcome.TRUNCATED));
    }
    try {
      return Head.parse(lines.subList(0, Math.max(1, lines.size() - 1)));
    } catch (IllegalArgumentException e) {
      throw failure(Outcome.WRONG_BODY, e.getMessage());
    }
  }

  String readLine() throws Failure {
    return readLine(Outcome.TRUNCATED);
  }

  private String readLine(Outcome ifNothingComes) throws Failure {
    StringBuilder line = new StringBuilder();
    byte[] one = new byte[1];
    while (line.length() < LONGEST_LINE) {
      if (read(one, 0, 1) < 0) {
        throw failure(
            line.isEmpty() ? ifNothingComes : Outcome.TRUNCATED, "closed after '" + line + "'");
      }
      if (one[0] == '\n') {
        return line.toString();
      }
      if (one[0] != '\r') {
        line.append((char) (one[0] & 0xff));
      }
    }
    throw failure(Outcome.WRONG_BODY, "a line of more than " + LONGEST_LINE + " bytes");
  }

  int read(byte[] buffer, int offset, int length) throws Failure {
    try {
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      throw Failure.of(e, describe("receive: " + e.getMessage()), where());
    }
  }

  Failure failure(Outcome outcome, String what) {
    return new Failure(outcome, describe(what), where());
  }

  private Failure.Where where() {
    return new Failure.Where(socket.getLocalPort(), lastAnswer);
  }

  private String describe(String what) {
    return "local port %d to %s, last answer by %s: %s"
        .formatted(
            socket.getLocalPort(),
            target.address(),
            lastAnswer.map(Answer::toString).orElse("nobody"),
            what);
  }

  /** Closes it in the orderly way: with FIN, if everything that came has been read. */
  @Override
  public void close() {
    if (socket instanceof SSLSocket encrypted) {
      Encrypted.close(encrypted);
    } else {
      close(socket);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
