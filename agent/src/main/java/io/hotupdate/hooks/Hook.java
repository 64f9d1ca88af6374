package io.hotupdate.hooks;

import java.util.List;

/**
 * One place in the JDK where calls are inlined.
 *
 * @param type the internal name of the class
 * @param methods the names of its methods
 * @param parameters how their descriptors begin
 * @param change what is inlined
 * @param where where the class is found
 */
record Hook(String type, List<String> methods, String parameters, Change change, Where where) {
  static final String MANAGEMENT = "java/lang/management/ManagementFactory";

  private static final String NIO = "sun/nio/ch/";
  private static final String ADDRESS_AND_BACKLOG = "(Ljava/net/SocketAddress;I)";
  private static final String DESCRIPTOR = "(Ljava/io/FileDescriptor;";

  private Hook(String type, String method, String parameters, Change change) {
    this(type, List.of(method), parameters, change, Where.EVERY_JDK);
  }

  /** All hooks. The JDK's choke points: whatever a server is built on, its sockets pass here. */
  static List<Hook> all() {
    return List.of(
        new Hook("java/net/ServerSocket", "bind", ADDRESS_AND_BACKLOG, Change.AROUND_SOCKET_BIND),
        new Hook(
            NIO + "ServerSocketChannelImpl",
            "bind",
            ADDRESS_AND_BACKLOG,
            Change.AROUND_CHANNEL_BIND),
        new Hook(
            NIO + "AsynchronousServerSocketChannelImpl",
            "bind",
            ADDRESS_AND_BACKLOG,
            Change.AROUND_CHANNEL_BIND),
        new Hook(
            NIO + "Net",
            "bind",
            "(Ljava/net/ProtocolFamily;Ljava/io/FileDescriptor;Ljava/net/InetAddress;I)",
            Change.INSTEAD_OF_INTERNET_BIND),
        new Hook(
            NIO + "UnixDomainSockets",
            "bind",
            DESCRIPTOR + "Ljava/nio/file/Path;)",
            Change.INSTEAD_OF_UNIX_BIND),
        new Hook(NIO + "ServerSocketChannelImpl", "finishAccept", DESCRIPTOR, Change.ACCEPTED),
        new Hook(
            NIO + "UnixAsynchronousServerSocketChannelImpl",
            "finishAccept",
            DESCRIPTOR,
            Change.ACCEPTED),
        new Hook(
            NIO + "NioSocketImpl", "accept", "(Ljava/net/SocketImpl;)", Change.ACCEPTED_SOCKET),
        new Hook(
            NIO + "SocketDispatcher",
            List.of("read", "readv"),
            DESCRIPTOR + "J",
            Change.READ,
            Where.EVERY_JDK),
        new Hook(
            NIO + "SocketDispatcher",
            List.of("write", "writev"),
            DESCRIPTOR + "J",
            Change.WRITTEN,
            Where.EVERY_JDK),
        // Sockets are closed here in JDK 17 …
        new Hook(
            NIO + "SocketDispatcher",
            List.of("close", "preClose"),
            DESCRIPTOR,
            Change.CLOSING,
            Where.SOME_JDK),
        // … and here in later ones.
        new Hook(
            NIO + "UnixDispatcher",
            List.of("close", "implPreClose"),
            DESCRIPTOR,
            Change.CLOSING,
            Where.SOME_JDK),
        new Hook(
            MANAGEMENT, List.of("getPlatformMBeanServer"), "()", Change.MANAGED, Where.WHEN_USED),
        // Netty's native transports do not pass the JDK's sockets. Matched by the end of the name,
        // because frameworks ship Netty in packages of their own.
        netty("Socket", "bind", "(Ljava/net/SocketAddress;)V", Change.INSTEAD_OF_NATIVE_BIND),
        netty("Socket", "listen", "(I)V", Change.NATIVE_LISTENING),
        netty("Socket", "accept", "([B)I", Change.NATIVE_ACCEPTED),
        netty("FileDescriptor", "close", "()V", Change.NATIVE_CLOSING));
  }

  private static Hook netty(String type, String method, String descriptor, Change change) {
    return new Hook(
        "io/netty/channel/unix/" + type, List.of(method), descriptor, change, Where.APPLICATION);
  }

  /** Where the class of a hook is found. */
  enum Where {
    /** In every JDK that the agent supports. */
    EVERY_JDK,
    /** In some of them. */
    SOME_JDK,
    /** In a module that a runtime may lack; it must not be loaded because of the agent. */
    WHEN_USED,
    /** Among the application's classes, perhaps, perhaps in another package. */
    APPLICATION
  }

  /** Whether a class is meant. */
  boolean matches(ClassLoader loader, String name) {
    return where == Where.APPLICATION
        ? loader != null && name.endsWith(type)
        : loader == null && name.equals(type);
  }

  /** Whether a method of the class is meant. */
  boolean matches(String name, String descriptor) {
    return methods.contains(name) && descriptor.startsWith(parameters);
  }

  /** The class's name as {@code Class.forName} takes it. */
  String className() {
    return type.replace('/', '.');
  }
}
