package io.hotupdate.http1;

/**
 * Reads the lines of a head after the first, byte by byte, and tells of each byte what becomes of
 * it if the lines about the connection are to go.
 */
final class HeaderSection {
  /** In bytes; servers allow 8 to 64 KB. */
  static final int LARGEST_HEAD = 64 * 1024;

  /** What becomes of a byte. */
  enum Fate {
    /** It is sent as it is. */
    PASSES,
    /** The line may be one that goes: it waits. */
    WAITS,
    /** The line stays: {@link #released} is sent, then the byte. */
    RELEASES,
    /** The line goes, and the byte with it. */
    GOES
  }

  private enum Phase {
    LINE_START,
    NAME,
    VALUE,
    LAST_LINE_FEED,
    COMPLETE
  }

  private final boolean edited;
  private final HeaderName name;
  private final Framing framing;
  private Phase phase = Phase.LINE_START;
  private boolean goes;
  private boolean expects;
  private byte[] released = {};
  private int size;

  /**
   * @param edited whether lines are to go; else every byte passes
   */
  HeaderSection(boolean edited) {
    this.edited = edited;
    name = new HeaderName();
    framing = new Framing();
  }

  HeaderSection(HeaderSection from) {
    edited = from.edited;
    name = new HeaderName(from.name);
    framing = new Framing(from.framing);
    phase = from.phase;
    goes = from.goes;
    expects = from.expects;
    released = from.released;
    size = from.size;
  }

  boolean isEdited() {
    return edited;
  }

  boolean isComplete() {
    return phase == Phase.COMPLETE;
  }

  /** It has no end that anybody would wait for. Never said in the middle of a line that goes. */
  boolean isTooLarge() {
    boolean waits = phase == Phase.NAME && edited && name.mayBeOfConnection();
    return size > LARGEST_HEAD && !isComplete() && !goes && !waits;
  }

  /** A client waits for a 100 before it sends the body; RFC 9110 section 10.1.1 has no other. */
  boolean expectsContinue() {
    return expects;
  }

  Framing framing() {
    return framing;
  }

  /** Those that have waited before the last byte. */
  byte[] released() {
    return released;
  }

  Fate add(byte b) {
    size = Math.min(size + 1, LARGEST_HEAD + 1);
    return switch (phase) {
      case LINE_START -> startOfLine(b);
      case NAME -> ofName(b);
      case VALUE, COMPLETE -> ofValue(b);
      case LAST_LINE_FEED -> afterLastReturn(b);
    };
  }

  private Fate startOfLine(byte b) {
    if (b == ' ' || b == '\t') {
      // A folded line goes on, RFC 9112 section 5.2, and shares the fate of what it belongs to.
      return ofValue(b);
    }
    goes = false;
    framing.end();
    name.clear();
    return switch (b) {
      case '\r' -> passesTo(Phase.LAST_LINE_FEED);
      case '\n' -> passesTo(Phase.COMPLETE);
      default -> ofName(b);
    };
  }

  private Fate passesTo(Phase next) {
    phase = next;
    return Fate.PASSES;
  }

  private Fate afterLastReturn(byte b) {
    return b == '\n' ? passesTo(Phase.COMPLETE) : ofValue(b);
  }

  private Fate ofName(byte b) {
    boolean waiting = edited && name.mayBeOfConnection();
    if (b == ':') {
      phase = Phase.VALUE;
      goes = edited && name.isOfConnection();
      expects |= name.is(HeaderName.EXPECT);
      if (goes) {
        return Fate.GOES;
      }
      framing.begin(name);
      return waiting ? releases() : Fate.PASSES;
    }
    if (b == '\n') {
      phase = Phase.LINE_START;
      return waiting ? releases() : Fate.PASSES;
    }
    phase = Phase.NAME;
    if (waiting) {
      released = name.written();
    }
    name.add(b);
    if (edited && name.mayBeOfConnection()) {
      return Fate.WAITS;
    }
    return waiting ? Fate.RELEASES : Fate.PASSES;
  }

  private Fate releases() {
    released = name.written();
    return Fate.RELEASES;
  }

  private Fate ofValue(byte b) {
    phase = b == '\n' ? Phase.LINE_START : Phase.VALUE;
    framing.add(b == '\n' ? (byte) ' ' : b);
    return goes ? Fate.GOES : Fate.PASSES;
  }
}
