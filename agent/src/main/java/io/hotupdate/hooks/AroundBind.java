package io.hotupdate.hooks;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Marks that the thread binds a server socket, while it does, and tells when it has. In source:
 *
 * <pre>
 *   HotUpdateHooks.enterBind();
 *   try {
 *     … each return: HotUpdateHooks.exitBind(); HotUpdateHooks.bound(this.field, address);
 *   } catch (Throwable t) {
 *     HotUpdateHooks.exitBind();
 *     throw t;
 *   }
 * </pre>
 */
final class AroundBind extends AtReturn {
  private final InlinedMethod method;
  private final String field;
  private final String fieldType;
  private final Label begin = new Label();

  AroundBind(MethodVisitor next, InlinedMethod method, String field, String fieldType) {
    super(next);
    this.method = method;
    this.field = field;
    this.fieldType = fieldType;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    Change.call(this, "enterBind", "()V");
    visitLabel(begin);
  }

  @Override
  void inline(int opcode) {
    Change.call(this, "exitBind", "()V");
    visitVarInsn(Opcodes.ALOAD, 0);
    visitFieldInsn(Opcodes.GETFIELD, method.owner(), field, "L" + fieldType + ";");
    visitVarInsn(Opcodes.ALOAD, method.slot(0));
    Change.call(this, "bound", "(L" + fieldType + ";Ljava/net/SocketAddress;)V");
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    Label end = new Label();
    // Behind the method's own handlers, which so keep their precedence.
    visitTryCatchBlock(begin, end, end, null);
    visitLabel(end);
    Object[] locals = method.locals();
    visitFrame(Opcodes.F_FULL, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
    Change.call(this, "exitBind", "()V");
    visitInsn(Opcodes.ATHROW);
    super.visitMaxs(maxStack, maxLocals);
  }
}
