package io.hotupdate.testapps.common;

/** Whether a server speaks HTTP/2 besides HTTP/1.1: with {@code -Dhttp2=true}. */
public final class Http2 {

  private Http2() {}

  /** What the command line says; false without {@code -Dhttp2}. */
  public static boolean chosen() {
    return Boolean.getBoolean("http2");
  }
}
