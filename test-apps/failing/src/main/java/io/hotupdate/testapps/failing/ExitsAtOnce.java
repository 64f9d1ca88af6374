package io.hotupdate.testapps.failing;

/** A version that ends itself while it starts, with a status of its own. */
public final class ExitsAtOnce {

  private static final int STATUS = 3;

  private ExitsAtOnce() {}

  /** Complains and exits. */
  public static void main(String[] args) {
    System.err.println("cannot start: licence expired");
    System.exit(STATUS);
  }
}
