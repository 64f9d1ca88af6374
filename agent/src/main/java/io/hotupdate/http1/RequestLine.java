package io.hotupdate.http1;

/** Reads a request line of HTTP/1.0 or 1.1, byte by byte; RFC 9112 section 3. */
final class RequestLine {
  private static final int LONGEST_METHOD = 32;
  private static final String VERSION = "HTTP/1.";
  private static final String SPECIALS = "!#$%&'*+-.^_`|~";

  // A method's letters, one a byte, the last one lowest.
  private static final long HEAD = packed("HEAD");
  private static final long CONNECT = packed("CONNECT");

  private enum Phase {
    START,
    METHOD,
    TARGET,
    VERSION,
    LINE_END,
    COMPLETE,
    INVALID
  }

  private Phase phase = Phase.START;
  private long method;
  private int length;
  private int size;

  private static long packed(String name) {
    long packed = 0;
    for (int i = 0; i < name.length(); i++) {
      packed = packed << 8 | name.charAt(i);
    }
    return packed;
  }

  void clear() {
    phase = Phase.START;
    method = 0;
    length = 0;
    size = 0;
  }

  /** Some of it is there, all of it valid, and it is not complete. */
  boolean isBegun() {
    return phase != Phase.START && !isComplete() && !isInvalid();
  }

  boolean isComplete() {
    return phase == Phase.COMPLETE;
  }

  boolean isInvalid() {
    return phase == Phase.INVALID;
  }

  Asked.Kind kind() {
    return method == HEAD
        ? Asked.Kind.HEAD
        : method == CONNECT ? Asked.Kind.CONNECT : Asked.Kind.OTHER;
  }

  /**
   * @param strict a method has uppercase letters and hyphens only, as all that are registered; else
   *     it is any token
   */
  void add(byte b, boolean strict) {
    phase = ++size > HeaderSection.LARGEST_HEAD ? Phase.INVALID : next(b, strict);
  }

  private Phase next(byte b, boolean strict) {
    return switch (phase) {
      // Empty lines before a request are tolerated: RFC 9112 section 2.2.
      case START -> b == '\r' || b == '\n' ? Phase.START : ofMethod(b, strict);
      case METHOD -> b == ' ' ? startOf(Phase.TARGET) : ofMethod(b, strict);
      case TARGET -> ofTarget(b);
      case VERSION -> ofVersion(b);
      case LINE_END -> b == '\n' ? Phase.COMPLETE : Phase.INVALID;
      case COMPLETE, INVALID -> Phase.INVALID;
    };
  }

  private Phase startOf(Phase part) {
    length = 0;
    return part;
  }

  private Phase ofMethod(byte b, boolean strict) {
    boolean valid = strict ? (b >= 'A' && b <= 'Z') || b == '-' : isTokenCharacter(b);
    method = method << 8 | b;
    return valid && ++length <= LONGEST_METHOD ? Phase.METHOD : Phase.INVALID;
  }

  private static boolean isTokenCharacter(byte b) {
    return b >= 'A' && b <= 'Z'
        || b >= 'a' && b <= 'z'
        || b >= '0' && b <= '9'
        || SPECIALS.indexOf(b) >= 0;
  }

  private Phase ofTarget(byte b) {
    if (b == ' ') {
      return length > 0 ? startOf(Phase.VERSION) : Phase.INVALID;
    }
    length++;
    // Servers let more through than RFC 3986 has; a control character none of them.
    return (b & 0xff) > ' ' && b != 0x7f ? Phase.TARGET : Phase.INVALID;
  }

  private Phase ofVersion(byte b) {
    int index = length++;
    if (index < VERSION.length()) {
      return b == VERSION.charAt(index) ? Phase.VERSION : Phase.INVALID;
    }
    if (index == VERSION.length()) {
      return b == '0' || b == '1' ? Phase.VERSION : Phase.INVALID;
    }
    return b == '\r' ? Phase.LINE_END : b == '\n' ? Phase.COMPLETE : Phase.INVALID;
  }
}
