package io.hotupdate.hooks;

import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * One place in the JDK where code is inlined.
 *
 * @param type the binary name of the class
 * @param methods which of its methods
 * @param advice the class whose code is inlined
 */
record Hook(String type, ElementMatcher<MethodDescription> methods, Class<?> advice) {
  private static final String CHANNELS = "sun.nio.ch.";

  /** All hooks. The JDK's choke points: whatever a server is built on, its sockets pass here. */
  static List<Hook> all() {
    return List.of(
        new Hook(
            "java.net.ServerSocket",
            named("bind").and(takesArguments(2)),
            BindAdvice.OnServerSocket.class),
        new Hook(
            CHANNELS + "ServerSocketChannelImpl",
            named("bind").and(takesArguments(2)),
            BindAdvice.OnChannel.class),
        new Hook(
            CHANNELS + "AsynchronousServerSocketChannelImpl",
            named("bind").and(takesArguments(2)),
            BindAdvice.OnChannel.class),
        new Hook(
            CHANNELS + "Net", named("bind").and(takesArguments(4)), BindAdvice.OnInternet.class),
        new Hook(
            CHANNELS + "UnixDomainSockets",
            named("bind").and(takesArguments(2)),
            BindAdvice.OnUnix.class),
        new Hook(
            CHANNELS + "ServerSocketChannelImpl",
            named("finishAccept"),
            ConnectionAdvice.OnAcceptedDescriptor.class),
        new Hook(
            CHANNELS + "UnixAsynchronousServerSocketChannelImpl",
            named("finishAccept"),
            ConnectionAdvice.OnAcceptedDescriptor.class),
        new Hook(
            CHANNELS + "NioSocketImpl",
            named("accept").and(takesArguments(1)),
            ConnectionAdvice.OnAcceptedSocket.class),
        new Hook(
            CHANNELS + "SocketDispatcher",
            namedOneOf("read", "readv").and(takesArguments(3)),
            ConnectionAdvice.OnRead.class),
        new Hook(
            CHANNELS + "SocketDispatcher",
            namedOneOf("write", "writev").and(takesArguments(3)),
            ConnectionAdvice.OnWrite.class),
        // JDK 17 closes sockets here …
        new Hook(
            CHANNELS + "SocketDispatcher",
            namedOneOf("close", "preClose").and(not(isNative())),
            ConnectionAdvice.OnClose.class),
        // … and later ones here.
        new Hook(
            CHANNELS + "UnixDispatcher",
            namedOneOf("close", "implPreClose").and(not(isNative())),
            ConnectionAdvice.OnClose.class));
  }
}
