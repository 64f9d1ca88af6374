package io.hotupdate.hooks;

import net.bytebuddy.jar.asm.MethodVisitor;

/** What is inlined into a method: calls of the boot classes, with the method's own values. */
interface Inlining {
  /** Puts the change before the writer of a method. */
  MethodVisitor apply(MethodVisitor next, InlinedMethod method);
}
