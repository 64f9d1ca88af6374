package io.hotupdate.testapps.failing;

/** A version that never gets as far as its listeners. */
public final class HangsBeforeBind {

  private HangsBeforeBind() {}

  /** Sleeps until the process is told to end. */
  public static void main(String[] args) throws InterruptedException {
    Thread.sleep(Long.MAX_VALUE);
  }
}
