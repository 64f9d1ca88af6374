package io.hotupdate.hooks;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Inlines the hooks. It stays registered, because another agent that transforms the same class
 * again makes the JVM begin from the class as it was; for every other class it costs one
 * comparison.
 */
final class HookTransformer implements ClassFileTransformer {
  private final List<Hook> hooks;
  private final Map<Hook, Set<String>> inlined = new ConcurrentHashMap<>();
  private volatile Optional<RuntimeException> failure = Optional.empty();

  HookTransformer(Collection<Hook> all) {
    hooks = List.copyOf(all);
  }

  /** What went wrong; the JVM would not tell. */
  Optional<RuntimeException> failure() {
    return failure;
  }

  /** The methods into which a hook has been inlined. */
  Set<String> methods(Hook hook) {
    return inlined.getOrDefault(hook, Set.of());
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    // Null for a class without a name.
    if (className == null || !concerns(loader, className)) {
      return null;
    }
    try {
      ClassReader reader = new ClassReader(bytes);
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      reader.accept(new Inliner(writer, loader, className), 0);
      return writer.toByteArray();
    } catch (RuntimeException e) {
      failure = Optional.of(e);
      return null;
    }
  }

  /** Whether a class has hooks; asked for every class that is loaded, so quick. */
  boolean concerns(ClassLoader loader, String className) {
    // The application's classes that are meant are Netty's, and HTTP/2 of some servers.
    if (loader != null && !className.contains("/netty/") && !className.contains("/http2/")) {
      return false;
    }
    for (Hook hook : hooks) {
      if (hook.matches(loader, className)) {
        return true;
      }
    }
    return false;
  }

  private final class Inliner extends ClassVisitor {
    private final ClassLoader loader;
    private final String owner;

    Inliner(ClassVisitor next, ClassLoader loader, String owner) {
      super(Opcodes.ASM9, next);
      this.loader = loader;
      this.owner = owner;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
      if ((access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) != 0) {
        return code;
      }
      for (Hook hook : hooks) {
        if (hook.matches(loader, owner) && hook.matches(name, descriptor)) {
          inlined.computeIfAbsent(hook, key -> new HashSet<>()).add(name);
          code = hook.change().apply(code, new InlinedMethod(owner, access, descriptor));
        }
      }
      return code;
    }
  }
}
