package io.hotupdate.hooks;

import java.io.IOException;
import java.lang.instrument.Instrumentation;

/** An agent that does nothing but put the hooks into its JVM. */
public final class HookingAgent {
  private HookingAgent() {}

  /** Called by the JVM before its main class. */
  public static void premain(String arguments, Instrumentation instrumentation) throws IOException {
    BootClasses.define(instrumentation);
    Hooks.install(instrumentation);
  }
}
