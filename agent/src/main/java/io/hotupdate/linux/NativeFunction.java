package io.hotupdate.linux;

import com.kenai.jffi.ArrayFlags;
import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Function;
import com.kenai.jffi.HeapInvocationBuffer;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;

/** A function of the C library, called through jffi. */
final class NativeFunction {
  private final String name;
  private final Function function;

  private NativeFunction(String name, Function function) {
    this.name = name;
    this.function = function;
  }

  /**
   * Finds a function in the libraries that the JVM itself has loaded.
   *
   * @param signature one letter for the result and one for each parameter: i = int, l = long or
   *     address, p = pointer to the bytes of an array, or to nothing
   * @throws UnsupportedOperationException if the C library does not have it
   */
  static NativeFunction of(String name, String signature) {
    long address = Library.getCachedInstance(null, Library.LAZY).getSymbolAddress(name);
    if (address == 0) {
      throw new UnsupportedOperationException("the C library of this machine has no " + name);
    }
    Type[] parameters = new Type[signature.length() - 1];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = type(signature.charAt(i + 1));
    }
    CallContext context =
        CallContext.getCallContext(
            type(signature.charAt(0)), parameters, CallingConvention.DEFAULT, true);
    return new NativeFunction(name, new Function(address, context));
  }

  /** Whether the C library has a function of this name. */
  static boolean exists(String name) {
    return Library.getCachedInstance(null, Library.LAZY).getSymbolAddress(name) != 0;
  }

  private static Type type(char letter) {
    return switch (letter) {
      case 'i' -> Type.SINT;
      case 'l' -> Type.SLONG;
      case 'p' -> Type.POINTER;
      default -> throw new IllegalArgumentException("unknown type letter " + letter);
    };
  }

  /** The function's name. */
  String name() {
    return name;
  }

  /** Calls it with ints, longs and byte arrays; arrays are copied in and out. */
  int callInt(Object... arguments) {
    return Invoker.getInstance().invokeInt(function, buffer(arguments));
  }

  /** Like {@link #callInt} for a function that gives a long or an address. */
  long callLong(Object... arguments) {
    return Invoker.getInstance().invokeLong(function, buffer(arguments));
  }

  /** The error number that the last call of this thread left, errno(3). */
  static int lastError() {
    return LastError.getInstance().get();
  }

  private HeapInvocationBuffer buffer(Object... arguments) {
    HeapInvocationBuffer buffer = new HeapInvocationBuffer(function);
    for (Object argument : arguments) {
      if (argument instanceof Integer number) {
        buffer.putInt(number);
      } else if (argument instanceof Long number) {
        buffer.putLong(number);
      } else if (argument instanceof byte[] bytes) {
        buffer.putArray(bytes, 0, bytes.length, ArrayFlags.IN | ArrayFlags.OUT);
      } else {
        throw new IllegalArgumentException(name + " cannot be given " + argument);
      }
    }
    return buffer;
  }
}
