package io.hotupdate.testapps.grpc;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.Tls;
import io.hotupdate.testapps.common.http.BlockingServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * gRPC on the first address, on Netty or with {@code -Dshaded=true} on the Netty inside
 * grpc-netty-shaded; on the others the routes, as such a server has a port for its health.
 */
public final class GrpcApp {

  private GrpcApp() {}

  /** Serves on the addresses given as arguments until the process is told to end. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Identity identity = Identity.current();
    ListenAddress.requireSome(args);
    var server =
        builder(ListenAddress.parse(args[0]), credentials())
            .addService(EchoService.of(identity))
            .build()
            .start();
    if (args.length > 1) {
      // The key is gRPC's; the other listeners speak clear text.
      System.clearProperty("tls");
      BlockingServer.start(Arrays.copyOfRange(args, 1, args.length), new Routes(identity));
    }
    identity.announce();
    server.awaitTermination();
  }

  private static ServerCredentials credentials() throws IOException {
    Optional<Tls> tls = Tls.chosen();
    return tls.isPresent()
        ? TlsServerCredentials.newBuilder()
            .keyManager(tls.get().keyManagers().getKeyManagers())
            .build()
        : InsecureServerCredentials.create();
  }

  private static ServerBuilder<?> builder(
      InetSocketAddress address, ServerCredentials credentials) {
    return Boolean.getBoolean("shaded")
        ? io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder.forAddress(address, credentials)
        : io.grpc.netty.NettyServerBuilder.forAddress(address, credentials);
  }
}
