package io.hotupdate.http1;

/** What a head's lines say of the length of the body, RFC 9112 section 6. */
final class Framing {
  private static final String CHUNKED = "chunked";
  private static final int NO_MATCH = -1;
  private static final long ABSENT = -1;

  private enum Field {
    OTHER,
    LENGTH,
    CODING
  }

  private Field field = Field.OTHER;
  private long length = ABSENT;
  private boolean invalidLength;
  private boolean coded;
  private boolean chunked;
  // Of the value under way: the number and whether it has ended, or how much of "chunked" matched.
  private long number = ABSENT;
  private boolean numberEnded;
  private int matched;

  Framing() {}

  Framing(Framing from) {
    field = from.field;
    length = from.length;
    invalidLength = from.invalidLength;
    coded = from.coded;
    chunked = from.chunked;
    number = from.number;
    numberEnded = from.numberEnded;
    matched = from.matched;
  }

  /** A line of this name begins. */
  void begin(HeaderName name) {
    field =
        name.is(HeaderName.CONTENT_LENGTH)
            ? Field.LENGTH
            : name.is(HeaderName.TRANSFER_ENCODING) ? Field.CODING : Field.OTHER;
    number = ABSENT;
    numberEnded = false;
    matched = 0;
  }

  /** A byte of its value, or the line end within a folded one. */
  void add(byte b) {
    switch (field) {
      case LENGTH -> addToLength(b);
      case CODING -> addToCoding(b);
      case OTHER -> {}
    }
  }

  private void addToLength(byte b) {
    if (isSpace(b)) {
      numberEnded = number != ABSENT;
    } else if (b < '0' || b > '9' || numberEnded || number > (Long.MAX_VALUE - 9) / 10) {
      invalidLength = true;
    } else {
      number = (number == ABSENT ? 0 : 10 * number) + (b - '0');
    }
  }

  private void addToCoding(byte b) {
    if (b == ',') {
      matched = 0;
    } else if (!isSpace(b)) {
      matched =
          matched >= 0 && matched < CHUNKED.length() && (b | 0x20) == CHUNKED.charAt(matched)
              ? matched + 1
              : NO_MATCH;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  /** The line, with all that was folded into it, has ended. */
  void end() {
    if (field == Field.LENGTH) {
      invalidLength |= number == ABSENT || length != ABSENT && length != number;
      length = number;
    } else if (field == Field.CODING) {
      coded = true;
      chunked = matched == CHUNKED.length();
    }
    field = Field.OTHER;
  }

  /** What is said cannot be relied on: no end can be found by it. */
  boolean isInvalid() {
    return coded ? !chunked : invalidLength;
  }

  /** The body of a request; only if the framing is valid. */
  Body ofRequest() {
    return coded ? Body.chunked() : Body.ofLength(Math.max(0, length));
  }

  /** The body of a response that has one. */
  Body ofResponse() {
    if (isInvalid() || !coded && length == ABSENT) {
      return Body.untilClose();
    }
    return coded ? Body.chunked() : Body.ofLength(length);
  }
}
