package io.hotupdate.it;

import java.nio.file.Path;
import java.util.Locale;

/** The servers that are updated, each with another way to accept connections. */
public enum App {
  /** Jetty: NIO, selector threads. */
  JETTY,
  /** Undertow: NIO, XNIO workers. */
  UNDERTOW,
  /** The JDK's own jdk.httpserver. */
  HTTPSERVER,
  /** A thread per connection, blocked in ServerSocket.accept. */
  BLOCKING,
  /** One thread with a selector. */
  SELECTOR,
  /** AsynchronousServerSocketChannel. */
  ASYNC,
  /** Netty: its native epoll transport, which does without the JDK's sockets. */
  NETTY,
  /** Tomcat: NIO, a poller thread. To the agent it is like Jetty but for what it answers. */
  TOMCAT;

  /** Whether the tests that have a matrix of servers run on it; else only {@link DrainIT} does. */
  boolean inEveryMatrix() {
    return this != TOMCAT;
  }

  /** Its folder below test-apps, and the name of its jar. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its jar, as built. */
  Path jar() {
    return Built.testApp(folder()).resolve(folder() + ".jar");
  }

  /** The directory of the jars it needs; missing if it needs none. */
  Path libraries() {
    return Built.testApp(folder()).resolve("lib");
  }
}
