package io.hotupdate.hooks;

import java.io.FileDescriptor;
import java.net.HotUpdateHooks;
import java.net.SocketImpl;
import net.bytebuddy.asm.Advice;

/** What is inlined where the JDK accepts, reads, writes and closes connections. */
final class ConnectionAdvice {
  private ConnectionAdvice() {}

  /** {@code finishAccept} of the channels. */
  static final class OnAcceptedDescriptor {
    private OnAcceptedDescriptor() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) FileDescriptor descriptor) {
      HotUpdateHooks.accepted(descriptor);
    }
  }

  /** {@code NioSocketImpl.accept}. */
  static final class OnAcceptedSocket {
    private OnAcceptedSocket() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) SocketImpl socket) {
      HotUpdateHooks.accepted(socket);
    }
  }

  /** {@code SocketDispatcher.read} and {@code readv}. */
  static final class OnRead {
    private OnRead() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) FileDescriptor descriptor, @Advice.Return long bytes) {
      HotUpdateHooks.read(descriptor, bytes);
    }
  }

  /** {@code SocketDispatcher.write} and {@code writev}. */
  static final class OnWrite {
    private OnWrite() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) FileDescriptor descriptor, @Advice.Return long bytes) {
      HotUpdateHooks.written(descriptor, bytes);
    }
  }

  /** {@code close} and {@code preClose} of the dispatcher. */
  static final class OnClose {
    private OnClose() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) FileDescriptor descriptor) {
      HotUpdateHooks.closing(descriptor);
    }
  }
}
