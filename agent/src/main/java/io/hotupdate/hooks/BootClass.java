package io.hotupdate.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;

/**
 * Defines the one class that the JDK's classes call, in {@code java.base} itself.
 *
 * <p>Not by a jar on the boot class path: that prints a warning, and costs the application its
 * class data archive.
 */
public final class BootClass {
  private static final String RESOURCE = "java/net/HotUpdateHooks.class";

  private BootClass() {}

  /**
   * Defines it; once in a JVM.
   *
   * @throws IOException if this JVM does not let the class be defined
   */
  public static void define(Instrumentation instrumentation) throws IOException {
    instrumentation.redefineModule(
        ServerSocket.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.net", Set.of(BootClass.class.getModule())),
        Set.of(),
        Map.of());
    try (InputStream stream = BootClass.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IOException("the agent's jar has no " + RESOURCE);
      }
      MethodHandles.privateLookupIn(ServerSocket.class, MethodHandles.lookup())
          .defineClass(stream.readAllBytes());
    } catch (IllegalAccessException e) {
      throw new IOException("this JVM does not open java.net to the agent", e);
    }
  }
}
