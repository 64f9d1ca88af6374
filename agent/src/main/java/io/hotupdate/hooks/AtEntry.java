package io.hotupdate.hooks;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Inlines something before a method's first instruction. */
abstract class AtEntry extends MethodVisitor {
  AtEntry(MethodVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** Writes it. */
  abstract void inline();

  @Override
  public void visitCode() {
    super.visitCode();
    inline();
  }
}
