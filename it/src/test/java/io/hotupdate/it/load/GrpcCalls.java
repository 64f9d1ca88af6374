package io.hotupdate.it.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** The service {@code hotupdate.Echo} of test-apps/grpc, as its clients know it. */
final class GrpcCalls {
  static final MethodDescriptor<String, String> UNARY =
      method("Unary", MethodDescriptor.MethodType.UNARY);
  static final MethodDescriptor<String, String> STREAM =
      method("Stream", MethodDescriptor.MethodType.SERVER_STREAMING);
  static final MethodDescriptor<String, String> BIDI =
      method("Bidi", MethodDescriptor.MethodType.BIDI_STREAMING);

  private GrpcCalls() {}

  /** A channel that repeats no call. It connects again by itself, as those of users do. */
  static ManagedChannel channel(Target target) {
    NettyChannelBuilder builder = NettyChannelBuilder.forAddress(target.address()).disableRetry();
    if (!target.tls()) {
      return builder.usePlaintext().build();
    }
    try {
      return builder
          .sslContext(
              GrpcSslContexts.forClient()
                  .trustManager(InsecureTrustManagerFactory.INSTANCE)
                  .endpointIdentificationAlgorithm(null)
                  .build())
          .overrideAuthority("localhost")
          .build();
    } catch (SSLException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CallOptions options(Target target) {
    return CallOptions.DEFAULT.withDeadlineAfter(target.timeoutMillis(), TimeUnit.MILLISECONDS);
  }

  /** Who answered; the text must be this one. */
  static Answer answer(String received, String expected, Optional<Answer> last) throws Failure {
    return Identified.parse(received, expected)
        .orElseThrow(
            () ->
                Trouble.failure(
                    Outcome.WRONG_BODY, "'" + received + "' instead of '" + expected + "'", last));
  }

  private static MethodDescriptor<String, String> method(
      String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.newBuilder(new Text(), new Text())
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName("hotupdate.Echo", name))
        .build();
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Override
    public String parse(InputStream message) {
      try {
        return new String(message.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
