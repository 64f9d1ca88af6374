package io.hotupdate.cli;

/** SIGINT and SIGTERM as the JVM knows them: it ends, and runs its shutdown hooks. */
final class ShutdownInterrupts implements Interrupts {
  @Override
  public Registration doing(Runnable work) {
    Thread hook = new Thread(work, "hotupdate-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    return () -> {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is ending: the hook has its turn, and this thread none any more.
        return;
      }
    };
  }
}
