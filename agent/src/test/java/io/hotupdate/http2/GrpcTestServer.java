package io.hotupdate.http2;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** gRPC's server, whose messages are texts. */
final class GrpcTestServer implements TestServer {
  private final CountDownLatch held = new CountDownLatch(1);
  private final List<Channel> connections = new CopyOnWriteArrayList<>();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final io.grpc.Server server;

  GrpcTestServer() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .bossEventLoopGroup(group)
            .workerEventLoopGroup(group)
            .channelFactory(Watched::new)
            .fallbackHandlerRegistry(new Methods())
            .build()
            .start();
  }

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public Collection<Object> sessions() {
    Collection<Object> sessions = new ArrayList<>();
    for (Channel connection : connections) {
      ChannelHandlerContext context = connection.pipeline().context(Http2ConnectionHandler.class);
      if (context != null) {
        sessions.add(context);
      }
    }
    return sessions;
  }

  @Override
  public CountDownLatch held() {
    return held;
  }

  @Override
  public void stop() throws InterruptedException, ExecutionException {
    server.shutdownNow().awaitTermination();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).get();
  }

  private final class Watched extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int count = super.doReadMessages(accepted);
      accepted.forEach(connection -> connections.add((Channel) connection));
      return count;
    }
  }

  private final class Methods extends io.grpc.HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.newBuilder(new Bytes(), new Bytes())
              .setFullMethodName("any/" + name)
              .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
              .build();
      return ServerMethodDefinition.create(
          method, (call, headers) -> begin(call, name.equals("held")));
    }
  }

  private ServerCall.Listener<byte[]> begin(ServerCall<byte[], byte[]> call, boolean isHeld) {
    call.sendHeaders(new Metadata());
    call.request(1);
    return new ServerCall.Listener<>() {
      private byte[] message = {};

      @Override
      public void onMessage(byte[] received) {
        message = received;
        call.request(1);
      }

      @Override
      public void onHalfClose() {
        if (isHeld) {
          call.sendMessage(new byte[] {'b', 'e'});
          new Thread(
                  () -> {
                    try {
                      held.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    end(new byte[] {'g', 'u', 'n'});
                  })
              .start();
        } else {
          end(message);
        }
      }

      private void end(byte[] last) {
        call.sendMessage(last);
        call.close(Status.OK, new Metadata());
      }
    };
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
