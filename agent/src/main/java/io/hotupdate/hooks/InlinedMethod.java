package io.hotupdate.hooks;

import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * A method that is changed.
 *
 * @param owner the internal name of its class
 * @param access its access flags
 * @param descriptor its descriptor
 */
record InlinedMethod(String owner, int access, String descriptor) {
  /** How many parameters it has. */
  int parameters() {
    return Type.getArgumentTypes(descriptor).length;
  }

  /** The slot of a parameter, the first being 0. */
  int slot(int parameter) {
    Type[] types = Type.getArgumentTypes(descriptor);
    int slot = isStatic() ? 0 : 1;
    for (int i = 0; i < parameter; i++) {
      slot += types[i].getSize();
    }
    return slot;
  }

  /** The locals at its beginning, as a stack map frame names them; see JVMS 4.7.4. */
  Object[] locals() {
    Type[] types = Type.getArgumentTypes(descriptor);
    int first = isStatic() ? 0 : 1;
    Object[] locals = new Object[first + types.length];
    if (!isStatic()) {
      locals[0] = owner;
    }
    for (int i = 0; i < types.length; i++) {
      locals[first + i] = verificationType(types[i]);
    }
    return locals;
  }

  private static Object verificationType(Type type) {
    return switch (type.getSort()) {
      case Type.LONG -> Opcodes.LONG;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.OBJECT, Type.ARRAY -> type.getInternalName();
      default -> Opcodes.INTEGER;
    };
  }

  private boolean isStatic() {
    return (access & Opcodes.ACC_STATIC) != 0;
  }
}
