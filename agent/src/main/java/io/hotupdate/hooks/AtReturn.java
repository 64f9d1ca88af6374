package io.hotupdate.hooks;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Inlines something before each return of a method, where its result lies on the stack. */
abstract class AtReturn extends MethodVisitor {
  AtReturn(MethodVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /**
   * Writes it.
   *
   * @param opcode the return instruction
   */
  abstract void inline(int opcode);

  @Override
  public void visitInsn(int opcode) {
    if (Opcodes.IRETURN <= opcode && opcode <= Opcodes.RETURN) {
      inline(opcode);
    }
    super.visitInsn(opcode);
  }
}
