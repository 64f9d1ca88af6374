package io.hotupdate.http1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Collects what is to change in bytes; what is not changed is copied only before a change. */
final class EditBuffer {
  private final ByteBuffer source;
  private final int start;
  private final ByteArrayOutputStream replacement = new ByteArrayOutputStream();
  private int copied;
  private boolean open;
  private ResponseStream then;

  /**
   * @param then how far the responses are before these bytes
   */
  EditBuffer(ByteBuffer source, ResponseStream then) {
    this.source = source;
    this.then = then;
    start = source.position();
    copied = start;
  }

  /** The first byte is replaced by these. */
  void replaceFirst(byte[] bytes) {
    replacement.writeBytes(bytes);
    copied = start + 1;
  }

  /** The byte there is not sent, or later. */
  void leaveOut(int at) {
    copyTo(at);
    copied = at + 1;
    open = true;
  }

  /** These are sent before the byte there. */
  void insert(int at, byte[] bytes) {
    copyTo(at);
    replacement.writeBytes(bytes);
    open = true;
  }

  /**
   * If there were changes since the last such place, the edit extends up to here.
   *
   * @param reached how far the responses are here
   */
  void endOfChanges(int at, ResponseStream reached) {
    if (open) {
      copyTo(at);
      then = reached.copy();
      open = false;
    }
  }

  private void copyTo(int at) {
    if (at > copied) {
      byte[] same = new byte[at - copied];
      source.get(copied, same);
      replacement.writeBytes(same);
      copied = at;
    }
  }

  /** How many of the bytes the edit replaces; 0 if nothing has changed. */
  int consumed() {
    return copied - start;
  }

  byte[] replacement() {
    return replacement.toByteArray();
  }

  /** How far the responses are after the replaced bytes. */
  ResponseStream then() {
    return then;
  }
}
