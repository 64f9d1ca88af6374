package io.hotupdate.hooks;

import java.io.FileDescriptor;
import java.net.HotUpdateHooks;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.nio.file.Path;
import net.bytebuddy.asm.Advice;

/** What is inlined where the JDK binds sockets. */
final class BindAdvice {
  private BindAdvice() {}

  /** {@code ServerSocket.bind}. */
  static final class OnServerSocket {
    private OnServerSocket() {}

    @Advice.OnMethodEnter
    static void enter() {
      HotUpdateHooks.enterBind();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.FieldValue("impl") SocketImpl socket,
        @Advice.Argument(0) SocketAddress wanted,
        @Advice.Thrown Throwable failure) {
      HotUpdateHooks.exitBind();
      if (failure == null) {
        HotUpdateHooks.bound(socket, wanted);
      }
    }
  }

  /** {@code bind} of the server socket channels, which keep their descriptor in a field. */
  static final class OnChannel {
    private OnChannel() {}

    @Advice.OnMethodEnter
    static void enter() {
      HotUpdateHooks.enterBind();
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.FieldValue("fd") FileDescriptor descriptor,
        @Advice.Argument(0) SocketAddress wanted,
        @Advice.Thrown Throwable failure) {
      HotUpdateHooks.exitBind();
      if (failure == null) {
        HotUpdateHooks.bound(descriptor, wanted);
      }
    }
  }

  /** {@code Net.bind}, which every internet socket passes: skipped if a listener is adopted. */
  static final class OnInternet {
    private OnInternet() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(
        @Advice.Argument(1) FileDescriptor descriptor,
        @Advice.Argument(2) InetAddress address,
        @Advice.Argument(3) int port) {
      return HotUpdateHooks.bind(descriptor, address, port);
    }
  }

  /** {@code UnixDomainSockets.bind}, the same for unix sockets. */
  static final class OnUnix {
    private OnUnix() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(
        @Advice.Argument(0) FileDescriptor descriptor, @Advice.Argument(1) Path path) {
      return HotUpdateHooks.bind(descriptor, path);
    }
  }
}
