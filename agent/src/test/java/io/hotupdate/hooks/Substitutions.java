package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HotUpdateTraffic;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** The substitutions of all connections that servers have accepted in this JVM. */
final class Substitutions implements HotUpdateTraffic.Listener, AutoCloseable {
  private final Map<Object, Substitution> connections = new ConcurrentHashMap<>();
  private final boolean encrypted;

  private Substitutions(boolean encrypted) {
    this.encrypted = encrypted;
  }

  /** From now on, until closed, of connections that have descriptors. */
  static Substitutions plain() {
    return new Substitutions(false).begun();
  }

  /** The same of engines and sockets behind encryption. */
  static Substitutions encrypted() {
    return new Substitutions(true).begun();
  }

  private Substitutions begun() {
    HotUpdateTraffic.listener = this;
    return this;
  }

  @Override
  public void close() {
    HotUpdateTraffic.listener = null;
    assertThat(connections.values()).extracting(Substitution::wrong).allMatch(String::isEmpty);
  }

  /** The one connection that there is. */
  Substitution only() {
    assertThat(connections).hasSize(1);
    return connections.values().iterator().next();
  }

  Collection<Substitution> all() {
    return connections.values();
  }

  /** Bytes of which many are to be changed, and more of them are not. */
  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      // Of 1 in 16 nothing stays, and 1 in 16 becomes longer.
      int kind = bytes[i] & 0xf;
      bytes[i] =
          kind == 0 ? Substitution.GONE : kind == 1 ? Substitution.LONGER : (byte) ('c' + kind);
    }
    return bytes;
  }

  @Override
  public Object conversation(Object connection) {
    boolean asked =
        connection instanceof Integer fd
            ? !encrypted && Hooks.acceptedAt(fd).isPresent()
            : encrypted;
    return asked ? connections.computeIfAbsent(connection, key -> new Substitution()) : null;
  }

  @Override
  public void received(Object conversation, ByteBuffer bytes) {
    ((Substitution) conversation).received(bytes);
  }

  @Override
  public ByteBuffer replace(Object conversation, ByteBuffer bytes) {
    return ((Substitution) conversation).replace(bytes);
  }

  @Override
  public long sent(Object conversation, long taken) {
    return ((Substitution) conversation).sent(taken);
  }

  @Override
  public void passed(Object conversation, long bytes) {
    ((Substitution) conversation).passed(bytes);
  }

  @Override
  public void changed(int fd) {}
}
