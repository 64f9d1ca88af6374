package io.hotupdate.http2;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** A server all of whose sessions are strings. */
final class FakeServer implements Server {
  static final SocketAddress CLIENT = InetSocketAddress.createUnresolved("client", 1);

  final List<Object> asked = new CopyOnWriteArrayList<>();
  final List<Object> noticed = new CopyOnWriteArrayList<>();
  volatile boolean serves = true;
  volatile boolean ready = true;
  volatile Optional<Throwable> failure = Optional.empty();

  static FakeServer whoseNoticeThrows(Throwable failure) {
    FakeServer server = new FakeServer();
    server.failure = Optional.of(failure);
    return server;
  }

  static FakeServer whoseConnectionIsGone() {
    return whoseNoticeThrows(new IOException("connection reset"));
  }

  @Override
  public String name() {
    return "Fake";
  }

  @Override
  public String type() {
    return "java.lang.String";
  }

  @Override
  public boolean serves(Object session) {
    asked.add(session);
    return serves;
  }

  @Override
  public boolean ready(Object session) {
    return ready;
  }

  @Override
  public Executor writer(Object session, Executor any) {
    return any;
  }

  @Override
  public Optional<SocketAddress> client(Object session) {
    return Optional.of(CLIENT);
  }

  @Override
  public void notice(Object session) throws ReflectiveOperationException {
    noticed.add(session);
    if (failure.isPresent()) {
      throw new InvocationTargetException(failure.get());
    }
  }
}
