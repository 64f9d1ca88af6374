package io.hotupdate.linux;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A {@link Libc} of which a test defines single calls. */
public final class LibcProxy {
  private LibcProxy() {}

  /** What a test does instead of a call. */
  public interface Call {
    Object call(Object[] arguments) throws LinuxException;
  }

  /** Decides for each call whether the test takes it. */
  public interface Calls {
    /** Returns null to leave the call to the real thing. */
    Call find(String name, Object[] arguments);
  }

  /** Where the test does not take a call it is an error. */
  public static Libc only(Calls calls) {
    return before(calls, null);
  }

  /** Where the test does not take a call, the given one does. */
  public static Libc before(Calls calls, Libc real) {
    return (Libc)
        Proxy.newProxyInstance(
            Libc.class.getClassLoader(),
            new Class<?>[] {Libc.class},
            (proxy, method, arguments) -> {
              Call call = calls.find(method.getName(), arguments);
              if (call != null) {
                return call.call(arguments);
              }
              if (real == null) {
                throw new AssertionError("unexpected call of " + method.getName());
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Refuses a call with an error number. */
  public static Call refuse(String name, int errno) {
    return arguments -> {
      throw new LinuxException(name, errno, "refused by the test");
    };
  }
}
