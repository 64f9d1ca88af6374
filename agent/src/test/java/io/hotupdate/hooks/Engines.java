package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.Certificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** A server's engine and a client's, with nothing between them. */
final class Engines implements AutoCloseable {
  /** Names the file in the JVM that uses it. */
  static final String CERTIFICATE = "hotupdate.test.certificate";

  /** How a server's source and destination look. */
  enum Style {
    ONE_BUFFER,
    SEVERAL_BUFFERS,
    /** The first tries are with a destination into which nothing fits. */
    TOO_LITTLE_ROOM
  }

  final SSLEngine server;
  final SSLEngine client;
  private final ByteBuffer toClient;
  private final ByteBuffer toServer;
  private final ByteArrayOutputStream clientGot = new ByteArrayOutputStream();
  private final ByteArrayOutputStream serverGot = new ByteArrayOutputStream();

  Engines(SSLEngine server) throws GeneralSecurityException {
    this.server = server;
    server.setUseClientMode(false);
    client = clients().createSSLEngine();
    client.setUseClientMode(true);
    toClient = ByteBuffer.allocateDirect(100_000);
    toServer = ByteBuffer.allocateDirect(100_000);
  }

  static SSLContext servers() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(Certificate.keys(certificate()).getKeyManagers(), null, null);
    return context;
  }

  static SSLContext clients() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    return context;
  }

  static SSLEngine jdk(String protocol) throws IOException, GeneralSecurityException {
    SSLEngine engine = servers().createSSLEngine();
    engine.setEnabledProtocols(new String[] {protocol});
    return engine;
  }

  static SSLEngine openssl(String protocol) throws IOException, GeneralSecurityException {
    return SslContextBuilder.forServer(Certificate.keys(certificate()))
        .sslProvider(SslProvider.OPENSSL)
        .protocols(protocol)
        .build()
        .newEngine(ByteBufAllocator.DEFAULT);
  }

  /** Sends both ways, from the handshake on, until both have got so many bytes. */
  void exchange(ByteBuffer[] answer, Style style, byte[] question, int answered)
      throws SSLException {
    ByteBuffer asked = ByteBuffer.wrap(question);
    int sofar = clientGot.size();
    int asking = serverGot.size() + question.length;
    for (int turns = 0;
        clientGot.size() - sofar < answered || serverGot.size() < asking || remaining(answer) > 0;
        turns++) {
      assertThat(turns).as("turns").isLessThan(10_000);
      wrap(client, new ByteBuffer[] {asked}, toServer, Style.ONE_BUFFER);
      unwrap(server, toServer, serverGot);
      wrap(server, answer, toClient, style);
      unwrap(client, toClient, clientGot);
    }
  }

  private static void wrap(SSLEngine engine, ByteBuffer[] from, ByteBuffer to, Style style)
      throws SSLException {
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP
        || (remaining(from) == 0
            && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING)) {
      return;
    }
    // OpenSSL sends its handshake in pieces.
    if (style == Style.TOO_LITTLE_ROOM
        && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
      int before = remaining(from);
      SSLEngineResult refused = engine.wrap(from, ByteBuffer.allocate(3));
      assertThat(refused.getStatus()).isEqualTo(Status.BUFFER_OVERFLOW);
      assertThat(refused.bytesConsumed()).isZero();
      assertThat(remaining(from)).isEqualTo(before);
    }
    int before = remaining(from);
    int position = to.position();
    SSLEngineResult result =
        style == Style.ONE_BUFFER ? engine.wrap(from[0], to) : engine.wrap(from, to);
    assertThat(result.getStatus()).isEqualTo(Status.OK);
    assertThat(before - remaining(from)).isEqualTo(result.bytesConsumed());
    assertThat(to.position() - position).isEqualTo(result.bytesProduced());
    tasks(engine);
  }

  private static void unwrap(SSLEngine engine, ByteBuffer from, ByteArrayOutputStream to)
      throws SSLException {
    from.flip();
    SSLEngineResult result;
    do {
      // The second begins with something that is not new, whether the first is filled or not.
      ByteBuffer[] into = {ByteBuffer.allocate(7), ByteBuffer.allocateDirect(20_000)};
      into[1].put(new byte[] {'z', 'z', 'z', 'z', 'z', 'z', 'z', 'z'});
      result = engine.unwrap(from, into);
      tasks(engine);
      to.write(into[0].array(), 0, into[0].position());
      byte[] more = new byte[into[1].position() - 8];
      into[1].get(8, more);
      to.writeBytes(more);
    } while (result.getStatus() == Status.OK
        && result.bytesConsumed() + result.bytesProduced() > 0);
    from.compact();
  }

  private static void tasks(SSLEngine engine) {
    for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
      task.run();
    }
  }

  private static int remaining(ByteBuffer[] buffers) {
    return Arrays.stream(buffers).mapToInt(ByteBuffer::remaining).sum();
  }

  byte[] clientGot() {
    return clientGot.toByteArray();
  }

  byte[] serverGot() {
    return serverGot.toByteArray();
  }

  @Override
  public void close() {
    server.closeOutbound();
    ReferenceCountUtil.release(server);
  }

  private static Path certificate() {
    return Path.of(System.getProperty(CERTIFICATE));
  }
}
