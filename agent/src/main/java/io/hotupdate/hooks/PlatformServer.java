package io.hotupdate.hooks;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whether somebody has used JMX before the hooks stood. */
final class PlatformServer {
  private PlatformServer() {}

  /**
   * Whether the platform MBean server exists. It is not made for that, nor is the class loaded that
   * makes it.
   */
  static boolean exists(Instrumentation instrumentation) {
    return Stream.of(instrumentation.getAllLoadedClasses())
        .filter(type -> type.getClassLoader() == null)
        .filter(type -> type.getName().equals(Hook.MANAGEMENT.replace('/', '.')))
        .anyMatch(factory -> isMade(instrumentation, factory));
  }

  private static boolean isMade(Instrumentation instrumentation, Class<?> factory) {
    instrumentation.redefineModule(
        factory.getModule(),
        Set.of(),
        Map.of(),
        Map.of(factory.getPackageName(), Set.of(PlatformServer.class.getModule())),
        Set.of(),
        Map.of());
    try {
      Field server = factory.getDeclaredField("platformMBeanServer");
      server.setAccessible(true);
      // Who was in the method before the hook was inlined will not call it, and holds the lock.
      synchronized (factory) {
        return server.get(null) != null;
      }
    } catch (ReflectiveOperationException noSuchField) {
      // Whoever asks for the server next calls the hook.
      return false;
    }
  }
}
