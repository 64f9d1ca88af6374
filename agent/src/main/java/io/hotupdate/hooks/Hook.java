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
record Hook(String type, List<String> methods, String parameters, Inlining change, Where where) {
  static final String MANAGEMENT = "java/lang/management/ManagementFactory";

  private static final String NIO = "sun/nio/ch/";
  private static final String ADDRESS_AND_BACKLOG = "(Ljava/net/SocketAddress;I)";
  private static final String TLS = "sun/security/ssl/";
  private static final String NETTY = "io/netty/channel/";
  private static final String OPENSSL = "io/netty/handler/ssl/ReferenceCountedOpenSslEngine";
  private static final String DESCRIPTOR = "(Ljava/io/FileDescriptor;";
  private static final String BUFFER = "(Ljava/nio/ByteBuffer;II)I";
  private static final String BUFFERS = "([Ljava/nio/ByteBuffer;II";
  private static final String ADDRESS = "(JII)I";
  private static final String ARRAY = "([BII)";

  // Called by Tomcat's parser for what a client sends.
  private static final String[] TOMCAT = {"settingsEnd", "headersEnd", "pingReceive"};

  private Hook(String type, String method, String parameters, Inlining change) {
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
        new Hook(NIO + "SocketDispatcher", "read", DESCRIPTOR + "J", TrafficChange.READ),
        new Hook(NIO + "SocketDispatcher", "readv", DESCRIPTOR + "J", TrafficChange.READ_VECTOR),
        new Hook(NIO + "SocketDispatcher", "write", DESCRIPTOR + "J", TrafficChange.WRITE),
        new Hook(NIO + "SocketDispatcher", "writev", DESCRIPTOR + "J", TrafficChange.WRITE_VECTOR),
        // Files go to sockets here in JDK 17 …
        new Hook(
            NIO + "FileChannelImpl",
            List.of("transferToDirectlyInternal"),
            "(JILjava/nio/channels/WritableByteChannel;Ljava/io/FileDescriptor;)J",
            TrafficChange.PASSED,
            Where.SOME_JDK),
        // … and here in later ones.
        new Hook(
            NIO + "FileChannelImpl",
            List.of("transferToFileDescriptor"),
            "(JILjava/io/FileDescriptor;)J",
            TrafficChange.PASSED,
            Where.SOME_JDK),
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
        netty("Socket", "recv", BUFFER, TrafficChange.NATIVE_READ_BUFFER),
        netty("Socket", "recvAddress", ADDRESS, TrafficChange.NATIVE_READ),
        netty("Socket", "send", BUFFER, TrafficChange.NATIVE_WRITE_BUFFER),
        netty("Socket", "sendAddress", ADDRESS, TrafficChange.NATIVE_WRITE),
        netty("FileDescriptor", "read", BUFFER, TrafficChange.NATIVE_READ_BUFFER),
        netty("FileDescriptor", "readAddress", ADDRESS, TrafficChange.NATIVE_READ),
        netty("FileDescriptor", "write", BUFFER, TrafficChange.NATIVE_WRITE_BUFFER),
        netty("FileDescriptor", "writeAddress", ADDRESS, TrafficChange.NATIVE_WRITE),
        netty("FileDescriptor", "writev", BUFFERS + "J)J", TrafficChange.NATIVE_WRITE_BUFFERS),
        netty("FileDescriptor", "writevAddresses", "(JI)J", TrafficChange.NATIVE_WRITE_VECTOR),
        netty("FileDescriptor", "close", "()V", Change.NATIVE_CLOSING),
        application(NETTY + "epoll/LinuxSocket", "sendFile", "", TrafficChange.NATIVE_PASSED),
        // Behind encryption.
        new Hook(
            TLS + "SSLEngineImpl",
            List.of("wrap"),
            BUFFERS + "[Ljava/nio/ByteBuffer;",
            TrafficChange.WRAP,
            Where.WHEN_USED),
        new Hook(
            TLS + "SSLEngineImpl",
            List.of("unwrap"),
            BUFFERS + "[Ljava/nio/ByteBuffer;",
            TrafficChange.UNWRAP,
            Where.WHEN_USED),
        new Hook(
            TLS + "SSLSocketImpl$AppOutputStream",
            List.of("write"),
            ARRAY,
            TrafficChange.STREAM_WRITE,
            Where.WHEN_USED),
        new Hook(
            TLS + "SSLSocketImpl$AppInputStream",
            List.of("read"),
            ARRAY,
            TrafficChange.STREAM_READ,
            Where.WHEN_USED),
        application(OPENSSL, "wrap", BUFFERS + "Ljava/nio/ByteBuffer;", TrafficChange.WRAP),
        application(OPENSSL, "unwrap", BUFFERS + "[Ljava/nio/ByteBuffer;", TrafficChange.UNWRAP),
        // HTTP/2 sessions, where their frames come in and not where they are made: so a session
        // is known too that was made before the hooks stood, and none is before it can be used.
        session("io/netty/handler/codec/http2/Http2ConnectionHandler", "decode")
            .with(Change.SESSION_OF_CONTEXT),
        session("org/eclipse/jetty/http2/HTTP2Session", "onSettings", "onData", "onPing"),
        session("org/eclipse/jetty/http2/server/internal/HTTP2ServerSession", "onHeaders"),
        session("io/undertow/protocols/http2/Http2Channel", "createChannelImpl"),
        session("org/apache/coyote/http2/Http2UpgradeHandler", TOMCAT),
        session("org/apache/coyote/http2/Http2AsyncUpgradeHandler", TOMCAT));
  }

  private static Hook session(String type, String... methods) {
    return new Hook(type, List.of(methods), "(", Change.SESSION, Where.APPLICATION);
  }

  private Hook with(Change other) {
    return new Hook(type, methods, parameters, other, where);
  }

  private static Hook netty(String type, String method, String descriptor, Inlining change) {
    return application(NETTY + "unix/" + type, method, descriptor, change);
  }

  private static Hook application(String type, String method, String descriptor, Inlining change) {
    return new Hook(type, List.of(method), descriptor, change, Where.APPLICATION);
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
