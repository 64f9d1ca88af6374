package io.hotupdate.http1;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests and responses of all kinds, and the responses as they are to be edited. */
final class RandomMessages {
  /** What a response does to the connection. */
  enum After {
    NEXT,
    UPGRADED,
    /** A CONNECT, or a body that the client leaves out. */
    REFUSED,
    ENDS_WITH_CONNECTION
  }

  /**
   * @param request its bytes
   * @param blank how many empty bytes come before its first
   * @param interims responses that come before
   * @param status the first line, with its end
   * @param head the lines after it, up to the body
   * @param closing the lines that are left if it says close
   */
  record Exchange(
      String request,
      int blank,
      String interims,
      String status,
      String head,
      String closing,
      String body,
      After after) {
    String response() {
      return interims + status + head + body;
    }

    String expected(boolean close) {
      return close ? interims + status + Messages.CLOSE + closing + body : response();
    }
  }

  static final String UNASKED =
      "HTTP/1.1 408 Request Timeout\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nGET";
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  private static final String[] CONNECTION_LINES = {
    "Connection: keep-alive", "connection:close", "CONNECTION: Upgrade",
        "Connection: Keep-Alive,\r\n x",
    "Keep-Alive: timeout=60", "keep-ALIVE: timeout=5,\r\n\tmax=3", "Connection:",
        "Keep-Alive: 1\n  2"
  };
  private static final String[] OTHER_LINES = {
    "Content-Type: text/plain",
    "Connectio: 1",
    "Connections: close",
    "Con: x",
    "C: ",
    "K: keep-alive",
    "Keep-Alives: 1",
    "Proxy-Connection: keep-alive",
    "X-Connection: close",
    "Keep-Aliv",
    "X-A: Connection: close",
    "X-Folded: a\r\n Connection: close",
    "Server: s",
    "Connection : odd",
    "Date: Thu, 01 Jan 1970 00:00:00 GMT",
    "X: \u00e4\u00f6",
    "Cache-Control: no-store"
  };
  private static final String[] NASTY = {
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "0\r\n\r\n",
    "\r\n",
    "Connection: keep-alive\r\n",
    "HTTP/1.",
    "CONNECT "
  };

  private final Random random;
  private final boolean nasty;

  RandomMessages(Random random, boolean nasty) {
    this.random = random;
    this.nasty = nasty;
  }

  Exchange next(boolean last) {
    String method =
        one(
            "GET",
            "GET",
            "POST",
            "PUT",
            "HEAD",
            "OPTIONS",
            last ? "CONNECT" : "DELETE",
            rarely("CONNECT", "X-LONG-METHOD-NAME"));
    int blank = random.nextInt(8) == 0 ? 2 : 0;
    Expect expect = method.startsWith("P") ? expects() : Expect.NOTHING;
    String request =
        "\r\n".substring(0, blank)
            + method
            + " /"
            + word()
            + " HTTP/1."
            + one("0", "1", "1")
            + end()
            + requestRest(method, expect);
    return response(request, blank, method, expect, last);
  }

  /** What a client that wants a 100 before it sends its body gets. */
  private enum Expect {
    NOTHING,
    CONTINUED,
    REFUSED
  }

  private Expect expects() {
    return Expect.values()[Math.max(0, random.nextInt(8) - 5)];
  }

  private String requestRest(String method, Expect expect) {
    StringBuilder head = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      head.append(one(OTHER_LINES)).append(end());
    }
    if (!method.startsWith("P")) {
      return head.append(end()).toString();
    }
    String body = body();
    boolean chunked = random.nextBoolean();
    head.append(
        chunked
            ? one("Transfer-Encoding: chunked", "transfer-encoding:gzip, Chunked")
            : "Content-Length: " + body.length());
    head.append(end());
    head.append(expect == Expect.NOTHING ? "" : one("Expect: 100-continue", "EXPECT:") + end());
    if (expect == Expect.REFUSED) {
      return head.append(end()).toString();
    }
    return head.append(end()).append(chunked ? chunked(body) : body).toString();
  }

  private Exchange response(String request, int blank, String method, Expect expect, boolean last) {
    StringBuilder interims = new StringBuilder();
    interims.append(expect == Expect.CONTINUED ? CONTINUE : "");
    for (int i = expect == Expect.NOTHING ? random.nextInt(8) - 5 : 0; i > 0; i--) {
      interims.append(
          one(
              CONTINUE,
              "HTTP/1.1 103 Early Hints\r\nConnection: x\r\nLink: a\r\n\r\n",
              "HTTP/1.1 102\r\nKeep-Alive: 1\n\n"));
    }
    boolean connect = method.equals("CONNECT");
    boolean accepted = connect && last && random.nextBoolean();
    boolean upgraded = accepted || (!connect && last && random.nextInt(6) == 0);
    int code =
        upgraded
            ? (accepted ? 200 : 101)
            : connect
                ? 403
                : Integer.parseInt(one("200", "200", "204", "304", "404", "500", "206"));
    String status =
        "HTTP/1."
            + one("0", "1", "1")
            + " "
            + code
            + one("", " ", " OK", " Not : What", " Connection: close")
            + end();
    boolean bodyless = upgraded || code == 204 || code == 304;
    String body = bodyless ? "" : body();
    boolean untilClose = last && !bodyless && !method.equals("HEAD") && random.nextInt(5) == 0;
    boolean chunked = !untilClose && random.nextBoolean();
    String framing =
        untilClose
            ? one("X-None: 1", "Transfer-Encoding: gzip")
            : chunked
                ? one(
                    "Transfer-Encoding: chunked",
                    "TRANSFER-ENCODING:  gzip,chunked ",
                    "Transfer-Encoding:\r\n chunked")
                : one("Content-Length: ", "content-length:", "Content-Length:\r\n\t")
                    + body.length();
    List<String> lines = new ArrayList<>();
    StringBuilder closing = new StringBuilder();
    StringBuilder head = new StringBuilder();
    lines.add(code == 204 || upgraded ? "X-Framing: none" : framing);
    for (int i = random.nextInt(6); i > 0; i--) {
      lines.add(
          random.nextInt(lines.size() + 1),
          random.nextBoolean() ? one(CONNECTION_LINES) : one(OTHER_LINES));
    }
    for (String line : lines) {
      String ended = line + end();
      head.append(ended);
      closing.append(List.of(CONNECTION_LINES).contains(line) ? "" : ended);
    }
    String blankLine = end();
    String sent = untilClose || !chunked ? body : chunked(body);
    sent = method.equals("HEAD") || bodyless ? "" : sent;
    After after =
        upgraded
            ? After.UPGRADED
            : untilClose
                ? After.ENDS_WITH_CONNECTION
                : connect || expect == Expect.REFUSED ? After.REFUSED : After.NEXT;
    if (upgraded) {
      sent = body() + "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\n";
    }
    return new Exchange(
        request,
        blank,
        interims.toString(),
        status,
        head + blankLine,
        closing + blankLine,
        sent,
        after);
  }

  private String chunked(String body) {
    StringBuilder chunks = new StringBuilder();
    for (int at = 0; at < body.length(); ) {
      int size = 1 + random.nextInt(body.length() - at);
      chunks
          .append(one("", "0", "000"))
          .append(
              one(
                  Integer.toHexString(size),
                  Integer.toHexString(size).toUpperCase(java.util.Locale.ROOT)));
      chunks.append(one("", "", ";a=b", " ;x=\"0\"", ";")).append(end());
      chunks.append(body, at, at + size).append(end());
      at += size;
    }
    chunks.append("0").append(one("", "", ";last")).append(end());
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      chunks.append(one("X-Trailer: 1", "Connection: keep-alive", "Keep-Alive: x")).append(end());
    }
    return chunks.append(end()).toString();
  }

  private String body() {
    StringBuilder body = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      body.append(
          nasty && random.nextBoolean() ? one(NASTY) : word().repeat(1 + random.nextInt(9)));
    }
    return body.toString();
  }

  private String word() {
    return one("a", "bc", "def", "ghij1", "%20", "\u00ff");
  }

  private String end() {
    return random.nextInt(10) == 0 ? "\n" : "\r\n";
  }

  private String rarely(String rare, String usual) {
    return random.nextInt(4) == 0 ? rare : usual;
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
