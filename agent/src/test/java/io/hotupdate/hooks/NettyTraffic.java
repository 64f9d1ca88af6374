package io.hotupdate.hooks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Netty's native sockets; run by {@link HooksInEachJdkTest}. */
@Timeout(30)
class NettyTraffic {
  private static final int LENGTH = 400_000;
  private static final int PIECES = 40;

  /** The ways in which Netty writes. */
  enum Way {
    SEND {
      @Override
      long write(Socket socket, ByteBuf bytes) throws IOException {
        return socket.send(nio(bytes), position(bytes), limit(bytes));
      }
    },
    SEND_ADDRESS {
      @Override
      long write(Socket socket, ByteBuf bytes) throws IOException {
        return socket.sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
      }
    },
    WRITE {
      @Override
      long write(Socket socket, ByteBuf bytes) throws IOException {
        return socket.write(nio(bytes), position(bytes), limit(bytes));
      }
    },
    WRITE_ADDRESS {
      @Override
      long write(Socket socket, ByteBuf bytes) throws IOException {
        return socket.writeAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
      }
    },
    BUFFERS {
      @Override
      long write(Socket socket, ByteBuf bytes) throws IOException {
        ByteBuffer[] buffers = new ByteBuffer[PIECES + 2];
        for (int i = 0; i < PIECES; i++) {
          buffers[i + 1] = piece(bytes, i).nioBuffer();
        }
        return socket.writev(buffers, 1, PIECES, bytes.readableBytes());
      }
    },
    VECTORS {
      @Override
      long write(Socket socket, ByteBuf bytes) throws IOException {
        IovArray vectors = new IovArray(PIECES);
        try {
          for (int i = 0; i < PIECES; i++) {
            ByteBuf piece = piece(bytes, i);
            vectors.add(piece, piece.readerIndex(), piece.readableBytes());
          }
          return socket.writevAddresses(vectors.memoryAddress(0), vectors.count());
        } finally {
          vectors.release();
        }
      }
    };

    abstract long write(Socket socket, ByteBuf bytes) throws IOException;

    private static ByteBuffer nio(ByteBuf bytes) {
      return bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
    }

    private static int position(ByteBuf bytes) {
      return nio(bytes).position();
    }

    private static int limit(ByteBuf bytes) {
      return nio(bytes).limit();
    }

    private static ByteBuf piece(ByteBuf bytes, int index) {
      int from = (int) ((long) bytes.readableBytes() * index / PIECES);
      int to = (int) ((long) bytes.readableBytes() * (index + 1) / PIECES);
      return bytes.slice(bytes.readerIndex() + from, to - from);
    }
  }

  private Socket listener;

  @BeforeEach
  void listen() throws IOException {
    Epoll.ensureAvailability();
    listener = Socket.newSocketStream();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    listener.listen(1);
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  @ParameterizedTest
  @EnumSource
  void a_native_socket_sends_what_is_given_instead(Way way) throws Exception {
    byte[] bytes = Substitutions.bytes(LENGTH);
    ByteBuf source = PooledByteBufAllocator.DEFAULT.directBuffer(LENGTH + 3);
    source.writeZero(3).readerIndex(3).writeBytes(bytes);
    try (Peer peer = new Peer(listener.localAddress(), Peer.SMALL);
        Substitutions all = Substitutions.plain()) {
      Socket server = accept();
      server.setSendBufferSize(Peer.SMALL);
      CompletableFuture<byte[]> got = null;
      while (source.isReadable()) {
        long written = way.write(server, source);
        assertThat(written).isBetween(0L, (long) source.readableBytes());
        source.skipBytes((int) written);
        if (written == 0 && got == null) {
          got = peer.reads();
        }
      }
      server.shutdown(false, true);
      assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo(Substitution.of(bytes));
      assertThat(all.only().timesPartly()).isPositive();
      server.close();
    } finally {
      source.release();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothing_but_bytes_that_are_left_out_is_reported_as_sent(Way way) throws Exception {
    ByteBuf source = PooledByteBufAllocator.DEFAULT.directBuffer();
    source.writeBytes("A".repeat(100).getBytes(US_ASCII));
    try (Peer peer = new Peer(listener.localAddress(), Peer.SMALL);
        Substitutions all = Substitutions.plain()) {
      Socket server = accept();
      assertThat(way.write(server, source)).isEqualTo(100);
      source.clear().writeBytes("x".repeat(100).getBytes(US_ASCII));
      assertThat(way.write(server, source)).isEqualTo(100);
      server.shutdown(false, true);
      assertThat(peer.reads().get(20, TimeUnit.SECONDS)).hasSize(100).containsOnly('x');
      assertThat(all.only().wrong()).isEmpty();
      server.close();
    } finally {
      source.release();
    }
  }

  private enum Reading {
    RECEIVE,
    RECEIVE_ADDRESS,
    READ,
    READ_ADDRESS
  }

  @ParameterizedTest
  @EnumSource
  void what_a_native_socket_reads_is_told(Reading way) throws Exception {
    byte[] bytes = Substitutions.bytes(3000);
    ByteBuf into = PooledByteBufAllocator.DEFAULT.directBuffer(5000);
    try (Peer peer = new Peer(listener.localAddress(), Peer.SMALL);
        Substitutions all = Substitutions.plain()) {
      Socket server = accept();
      peer.sends(bytes);
      into.writeZero(10);
      while (into.writerIndex() < bytes.length + 10) {
        int from = into.writerIndex();
        int to = Math.min(into.capacity(), from + 700);
        ByteBuffer buffer = into.internalNioBuffer(from, to - from);
        int count =
            switch (way) {
              case RECEIVE -> server.recv(buffer, buffer.position(), buffer.limit());
              case RECEIVE_ADDRESS -> server.recvAddress(into.memoryAddress(), from, to);
              case READ -> server.read(buffer, buffer.position(), buffer.limit());
              case READ_ADDRESS -> server.readAddress(into.memoryAddress(), from, to);
            };
        assertThat(count).isNotNegative();
        into.writerIndex(from + count);
      }
      assertThat(all.only().received()).isEqualTo(bytes);
      server.close();
    } finally {
      into.release();
    }
  }

  private Socket accept() throws IOException {
    byte[] address = new byte[30];
    int fd = listener.accept(address);
    while (fd < 0) {
      fd = listener.accept(address);
    }
    return new Socket(fd);
  }
}
