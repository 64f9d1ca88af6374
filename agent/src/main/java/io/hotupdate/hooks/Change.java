package io.hotupdate.hooks;

import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** What is inlined where sockets are bound, accepted and closed. */
enum Change implements Inlining {
  /** {@code ServerSocket.bind}: the socket's implementation has the descriptor. */
  AROUND_SOCKET_BIND {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return new AroundBind(next, method, "impl", "java/net/SocketImpl");
    }
  },
  /** {@code bind} of the server socket channels, which keep their descriptor in a field. */
  AROUND_CHANNEL_BIND {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return new AroundBind(next, method, "fd", FILE_DESCRIPTOR);
    }
  },
  /** {@code Net.bind}, which every internet socket passes: skipped if a listener is adopted. */
  INSTEAD_OF_INTERNET_BIND {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return new AtEntry(next) {
        @Override
        void inline() {
          visitVarInsn(Opcodes.ALOAD, method.slot(1));
          visitVarInsn(Opcodes.ALOAD, method.slot(2));
          visitVarInsn(Opcodes.ILOAD, method.slot(3));
          call(this, "bind", "(Ljava/io/FileDescriptor;Ljava/net/InetAddress;I)Z");
          returnIfTrue(this);
        }
      };
    }
  },
  /** {@code UnixDomainSockets.bind}, the same for unix sockets. */
  INSTEAD_OF_UNIX_BIND {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return new AtEntry(next) {
        @Override
        void inline() {
          visitVarInsn(Opcodes.ALOAD, method.slot(0));
          visitVarInsn(Opcodes.ALOAD, method.slot(1));
          call(this, "bind", "(Ljava/io/FileDescriptor;Ljava/nio/file/Path;)Z");
          returnIfTrue(this);
        }
      };
    }
  },
  /** {@code finishAccept} of the channels. */
  ACCEPTED {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return callAtEntry(next, method, "accepted");
    }
  },
  /** {@code NioSocketImpl.accept}: its parameter has a descriptor once it returns. */
  ACCEPTED_SOCKET {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return new AtReturn(next) {
        @Override
        void inline(int opcode) {
          visitVarInsn(Opcodes.ALOAD, method.slot(0));
          call(this, "accepted", "(Ljava/net/SocketImpl;)V");
        }
      };
    }
  },
  /** {@code close} and {@code preClose} of the dispatcher. */
  CLOSING {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return callAtEntry(next, method, "closing");
    }
  },
  /** {@code ManagementFactory.getPlatformMBeanServer}: somebody uses JMX. */
  MANAGED {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return new AtReturn(next) {
        @Override
        void inline(int opcode) {
          call(this, "managed", "()V");
        }
      };
    }
  },
  /** {@code bind} of Netty's native socket: skipped if a listener is adopted. */
  INSTEAD_OF_NATIVE_BIND {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return new AtEntry(next) {
        @Override
        void inline() {
          loadNativeDescriptor(this, method);
          visitVarInsn(Opcodes.ALOAD, method.slot(0));
          call(this, "bindNative", "(ILjava/net/SocketAddress;)Z");
          returnIfTrue(this);
        }
      };
    }
  },
  /** {@code listen} of Netty's native socket, which follows its bind. */
  NATIVE_LISTENING {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return new AtReturn(next) {
        @Override
        void inline(int opcode) {
          loadNativeDescriptor(this, method);
          call(this, "listeningNative", "(I)V");
        }
      };
    }
  },
  /** {@code accept} of Netty's native socket: the result is a descriptor, or negative. */
  NATIVE_ACCEPTED {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return new AtReturn(next) {
        @Override
        void inline(int opcode) {
          super.visitInsn(Opcodes.DUP);
          call(this, "acceptedNative", "(I)V");
        }
      };
    }
  },
  /** {@code close} of Netty's native descriptor. */
  NATIVE_CLOSING {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return new AtEntry(next) {
        @Override
        void inline() {
          loadNativeDescriptor(this, method);
          call(this, "closingNative", "(I)V");
        }
      };
    }
  },
  /** A method of an HTTP/2 session that is called when a frame has come. */
  SESSION {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return callWithSession(next, 0);
    }
  },
  /** The same in Netty, where the session is known by its context, the first parameter. */
  SESSION_OF_CONTEXT {
    @Override
    public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
      return callWithSession(next, method.slot(0));
    }
  };

  static final String FILE_DESCRIPTOR = "java/io/FileDescriptor";
  private static final String HOOKS = "java/net/HotUpdateHooks";

  static void call(MethodVisitor code, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, name, descriptor, false);
  }

  static void loadNativeDescriptor(MethodVisitor code, InlinedMethod method) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, method.owner(), "intValue", "()I", false);
  }

  private static MethodVisitor callAtEntry(MethodVisitor next, InlinedMethod method, String name) {
    return new AtEntry(next) {
      @Override
      void inline() {
        visitVarInsn(Opcodes.ALOAD, method.slot(0));
        call(this, name, "(Ljava/io/FileDescriptor;)V");
      }
    };
  }

  private static MethodVisitor callWithSession(MethodVisitor next, int slot) {
    return new AtReturn(next) {
      @Override
      void inline(int opcode) {
        visitVarInsn(Opcodes.ALOAD, slot);
        call(this, "session", "(Ljava/lang/Object;)V");
      }
    };
  }

  /** At the very beginning, where the frame is the method's first one. */
  private static void returnIfTrue(MethodVisitor code) {
    Label goOn = new Label();
    code.visitJumpInsn(Opcodes.IFEQ, goOn);
    code.visitInsn(Opcodes.RETURN);
    code.visitLabel(goOn);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
  }
}
