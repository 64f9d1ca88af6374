package io.hotupdate.hooks;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
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
  private final Map<String, List<Hook>> hooks;
  private final Map<Hook, Set<String>> inlined = new ConcurrentHashMap<>();
  private volatile Optional<RuntimeException> failure = Optional.empty();

  HookTransformer(Collection<Hook> all) {
    hooks = new HashMap<>(all.stream().collect(Collectors.groupingBy(Hook::type)));
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
    if (loader != null || !hooks.containsKey(className)) {
      return null;
    }
    try {
      ClassReader reader = new ClassReader(bytes);
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      reader.accept(new Inliner(writer, className), 0);
      return writer.toByteArray();
    } catch (RuntimeException e) {
      failure = Optional.of(e);
      return null;
    }
  }

  private final class Inliner extends ClassVisitor {
    private final String owner;

    Inliner(ClassVisitor next, String owner) {
      super(Opcodes.ASM9, next);
      this.owner = owner;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
      if ((access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) != 0) {
        return code;
      }
      for (Hook hook : hooks.get(owner)) {
        if (hook.matches(name, descriptor)) {
          inlined.computeIfAbsent(hook, key -> new HashSet<>()).add(name);
          code = hook.change().apply(code, new InlinedMethod(owner, access, descriptor));
        }
      }
      return code;
    }
  }
}
