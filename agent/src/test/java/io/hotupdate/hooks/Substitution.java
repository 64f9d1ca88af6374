package io.hotupdate.hooks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a server sends is changed byte by byte: {@link #GONE} is left out, of {@link #LONGER} there
 * come several, and all others are as they are. If the system takes a part of that, one byte is not
 * reported, and what is missing is sent in its place.
 */
final class Substitution {
  static final byte GONE = 'A';
  static final byte LONGER = 'B';
  private static final byte[] INSTEAD = {'b', 'b', 'b', 'b', 'b', 'b', 'b'};
  private static final byte[] NOTHING = {};

  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private byte[] unsent = NOTHING;
  private byte[] replacement = NOTHING;
  private int consumed;
  private int size;
  private boolean offered;
  private boolean over;
  private long passed;
  private int largest;
  private int partly;
  private String wrong = "";

  /** What the peer gets. */
  static byte[] of(byte[] bytes) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    for (byte original : bytes) {
      switch (original) {
        case GONE -> {}
        case LONGER -> changed.writeBytes(INSTEAD);
        default -> changed.write(original);
      }
    }
    return changed.toByteArray();
  }

  synchronized void received(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    received.writeBytes(copy);
  }

  synchronized ByteBuffer replace(ByteBuffer bytes) {
    if (over && unsent.length == 0) {
      offered = false;
      return null;
    }
    int from = bytes.position();
    byte[] original = new byte[bytes.remaining()];
    bytes.get(from, original);
    size = original.length;
    largest = Math.max(largest, size);
    consumed = over ? 0 : lastChange(original);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    if (unsent.length > 0) {
      consumed = Math.max(consumed, 1);
      changed.writeBytes(unsent);
      changed.writeBytes(of(Arrays.copyOfRange(original, 1, consumed)));
    } else {
      changed.writeBytes(of(Arrays.copyOf(original, consumed)));
    }
    replacement = changed.toByteArray();
    offered = true;
    if (consumed == 0) {
      return null;
    }
    bytes.position(from + consumed);
    return ByteBuffer.wrap(replacement);
  }

  private static int lastChange(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != GONE && bytes[end - 1] != LONGER) {
      end--;
    }
    return end;
  }

  synchronized long sent(long taken) {
    if (!offered) {
      check(over, "sent() without replace()");
      return Math.max(taken, 0);
    }
    offered = false;
    int all = replacement.length + size - consumed;
    check(taken <= all, taken + " bytes of " + all + " were sent");
    if (taken < 0 || (taken == 0 && all > 0)) {
      return 0;
    }
    if (taken < replacement.length) {
      unsent = Arrays.copyOfRange(replacement, (int) taken, replacement.length);
      partly++;
      return consumed > 1 ? consumed - 1 : -1;
    }
    unsent = NOTHING;
    return consumed + taken - replacement.length;
  }

  synchronized void passed(long bytes) {
    passed += bytes;
  }

  /** Changes nothing from now on, but for what is half sent. */
  synchronized void end() {
    over = true;
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      wrong = message;
    }
  }

  /** What the hooks did not do as they must; empty if there is nothing. */
  synchronized String wrong() {
    return wrong;
  }

  synchronized byte[] received() {
    return received.toByteArray();
  }

  synchronized long bytesPassed() {
    return passed;
  }

  /** The most bytes that were shown at once. */
  synchronized int largestOffer() {
    return largest;
  }

  /** How often a replacement was sent in part. */
  synchronized int timesPartly() {
    return partly;
  }
}
