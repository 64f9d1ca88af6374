package io.hotupdate.it;

import io.hotupdate.it.faults.Faults;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * A copy of the agent's jar that fails where a {@link FaultPlan} wants it to. It is changed on disk
 * and not while it runs, so the JVMs under test load nothing that the real ones do not.
 */
final class FaultyAgent {
  private static final String INST = "inst/";
  private static final String STORED_CLASS = ".classdata";

  private static final Map<String, Around> SYSTEM_CALLS =
      Map.of(
          "load", Around.CALLING,
          "duplicate", Around.CALLING,
          "spawn", Around.CALLING,
          "socketPair", Around.CALLING,
          "pipe", Around.CALLING,
          "requireTtl", Around.CALLING,
          "replace", Around.CALLING,
          "epollDelete", Around.CALLING,
          "signalThread", Around.CALLING);

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** What a changed method does. */
  private enum Around {
    /** Its argument is a message. */
    SENDING("sending"),
    /** Its argument is a message. */
    RECEIVING("receiving"),
    /** Asks the kernel. */
    CALLING("calling");

    private final String words;

    Around(String words) {
      this.words = words;
    }

    boolean isMessage() {
      return this != CALLING;
    }
  }

  private FaultyAgent() {}

  private static final class Holder {
    private static final Path JAR = build();
  }

  /** The changed jar; made once in the life of this JVM. */
  static Path jar() {
    return Holder.JAR;
  }

  private static Path build() {
    try {
      FaultyAgent agent = new FaultyAgent();
      agent.read(Built.agent());
      agent.change("io.hotupdate.generation.Channel", Map.of("send", Around.SENDING));
      agent.change(
          "io.hotupdate.generation.Generation",
          Map.of("predecessorSaid", Around.RECEIVING, "successorSaid", Around.RECEIVING));
      agent.change("io.hotupdate.linux.NativeLibc", SYSTEM_CALLS);
      agent.entries.put(stored(Faults.class.getName()), bytes(Faults.class));
      Files.createDirectories(Built.deployments());
      Path jar = Files.createTempFile(Built.deployments(), "hotupdate-with-faults-", ".jar");
      agent.write(jar);
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
  }

  private void change(String name, Map<String, Around> methods) {
    ClassReader reader = new ClassReader(entries.get(stored(name)));
    // Only straight code is added, so the frames stay as they are.
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    Set<String> missing = new HashSet<>(methods.keySet());
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String method, String descriptor, String signature, String[] exceptions) {
            MethodVisitor visitor =
                super.visitMethod(access, method, descriptor, signature, exceptions);
            if (!methods.containsKey(method)) {
              return visitor;
            }
            missing.remove(method);
            return new AroundMethod(visitor, method, methods.get(method));
          }
        },
        0);
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no method " + missing + " in " + name);
    }
    entries.put(stored(name), writer.toByteArray());
  }

  /** Calls {@link Faults} where a method begins and where it returns. */
  private static final class AroundMethod extends MethodVisitor {
    private static final int FIRST_ARGUMENT = 1;

    private final String method;
    private final Around around;

    AroundMethod(MethodVisitor visitor, String method, Around around) {
      super(Opcodes.ASM9, visitor);
      this.method = method;
      this.around = around;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      if (around.isMessage()) {
        callWithMessage("before");
      } else {
        call("call", method);
      }
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        if (around.isMessage()) {
          callWithMessage("after");
        } else if (method.equals("spawn")) {
          call("at", "after spawn");
        }
      }
      super.visitInsn(opcode);
    }

    private void callWithMessage(String when) {
      visitLdcInsn(when + " " + around.words);
      visitVarInsn(Opcodes.ALOAD, FIRST_ARGUMENT);
      visitMethodInsn(
          Opcodes.INVOKESTATIC,
          Type.getInternalName(Faults.class),
          "at",
          "(Ljava/lang/String;Ljava/lang/Object;)V",
          false);
    }

    private void call(String name, String argument) {
      visitLdcInsn(argument);
      visitMethodInsn(
          Opcodes.INVOKESTATIC,
          Type.getInternalName(Faults.class),
          name,
          "(Ljava/lang/String;)V",
          false);
    }
  }

  private static String stored(String name) {
    return INST + name.replace('.', '/') + STORED_CLASS;
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (var in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }

  private void write(Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
  }
}
