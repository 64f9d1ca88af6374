package io.hotupdate.testapps.failing;

import java.io.IOException;

/** A version that starts a process of its own and then never gets as far as its listeners. */
public final class StartsHelper {

  private static final String HELPER_SECONDS = "300";

  private StartsHelper() {}

  /** Starts the helper, tells its process id, and sleeps until the process is told to end. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Process helper = new ProcessBuilder("sleep", HELPER_SECONDS).inheritIO().start();
    System.err.println("helper pid=" + helper.pid());
    Thread.sleep(Long.MAX_VALUE);
  }
}
