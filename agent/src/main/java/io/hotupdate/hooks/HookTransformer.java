package io.hotupdate.hooks;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.pool.TypePool;

/**
 * Inlines the hooks. It stays registered, because another agent that transforms the same class
 * again makes the JVM begin from the class as it was; for every other class it costs one
 * comparison.
 */
final class HookTransformer implements ClassFileTransformer {
  private final Map<String, List<Hook>> hooks = new HashMap<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final ClassFileLocator adviceLocator =
      ClassFileLocator.ForClassLoader.of(HookTransformer.class.getClassLoader());
  // Only methods that a class declares itself are of interest, and the JDK's classes are valid.
  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE);

  HookTransformer(Collection<Hook> all) {
    for (Hook hook : all) {
      hooks.computeIfAbsent(hook.type().replace('.', '/'), name -> new ArrayList<>()).add(hook);
    }
  }

  /** What went wrong so far. */
  List<Throwable> failures() {
    return failures;
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    if (loader != null || !hooks.containsKey(className)) {
      return null;
    }
    try {
      return inline(className.replace('/', '.'), bytes, hooks.get(className));
    } catch (RuntimeException | LinkageError e) {
      // The JVM would swallow it.
      failures.add(e);
      return null;
    }
  }

  private byte[] inline(String name, byte[] bytes, List<Hook> inlined) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(name, bytes),
            ClassFileLocator.ForClassLoader.ofBootLoader());
    TypeDescription type = TypePool.Default.of(locator).describe(name).resolve();
    DynamicType.Builder<?> builder = byteBuddy.redefine(type, locator);
    for (Hook hook : inlined) {
      builder = builder.visit(Advice.to(hook.advice(), adviceLocator).on(hook.methods()));
    }
    return builder.make().getBytes();
  }
}
