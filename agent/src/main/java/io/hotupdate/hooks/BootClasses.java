package io.hotupdate.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Defines the few classes that the JDK's classes call, in {@code java.base} itself.
 *
 * <p>Not by a jar on the boot class path: that prints a warning, and costs the application its
 * class data archive.
 */
public final class BootClasses {
  // Each may name only those before it.
  private static final List<String> CLASSES =
      List.of(
          "HotUpdateGlance",
          "HotUpdateTraffic$Listener",
          "HotUpdateTraffic$Offer",
          "HotUpdateTraffic",
          "HotUpdateHooks");

  private BootClasses() {}

  /**
   * Defines them; once in a JVM.
   *
   * @throws IOException if this JVM does not let the classes be defined
   */
  public static void define(Instrumentation instrumentation) throws IOException {
    instrumentation.redefineModule(
        ServerSocket.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.net", Set.of(BootClasses.class.getModule())),
        Set.of(),
        Map.of());
    for (String name : CLASSES) {
      define("java/net/" + name + ".class");
    }
  }

  private static void define(String resource) throws IOException {
    try (InputStream stream = BootClasses.class.getClassLoader().getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IOException("the agent's jar has no " + resource);
      }
      MethodHandles.privateLookupIn(ServerSocket.class, MethodHandles.lookup())
          .defineClass(stream.readAllBytes());
    } catch (IllegalAccessException e) {
      throw new IOException("this JVM does not open java.net to the agent", e);
    }
  }
}
