package io.hotupdate.testapps.grpc;

import static io.grpc.MethodDescriptor.generateFullMethodName;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.hotupdate.testapps.common.Identity;
import java.time.Duration;

/**
 * The service {@code hotupdate.Echo}, whose messages are texts. Each answer begins with the words
 * that say who answers.
 *
 * <ul>
 *   <li>{@code Unary}: sends back the text.
 *   <li>{@code Stream}: the text is two numbers, COUNT and MILLIS; sends the numbers from 0 to
 *       COUNT - 1, with so many milliseconds before each.
 *   <li>{@code Bidi}: sends back each text when it comes.
 * </ul>
 */
final class EchoService {

  private static final String NAME = "hotupdate.Echo";

  private final Identity identity;

  private EchoService(Identity identity) {
    this.identity = identity;
  }

  static ServerServiceDefinition of(Identity identity) {
    EchoService service = new EchoService(identity);
    return ServerServiceDefinition.builder(NAME)
        .addMethod(
            method("Unary", MethodDescriptor.MethodType.UNARY),
            ServerCalls.asyncUnaryCall(service::unary))
        .addMethod(
            method("Stream", MethodDescriptor.MethodType.SERVER_STREAMING),
            ServerCalls.asyncServerStreamingCall(service::stream))
        .addMethod(
            method("Bidi", MethodDescriptor.MethodType.BIDI_STREAMING),
            ServerCalls.asyncBidiStreamingCall(service::bidi))
        .build();
  }

  private static MethodDescriptor<String, String> method(
      String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.newBuilder(new TextMarshaller(), new TextMarshaller())
        .setType(type)
        .setFullMethodName(generateFullMethodName(NAME, name))
        .build();
  }

  private void unary(String request, StreamObserver<String> answers) {
    answers.onNext(identity + " " + request);
    answers.onCompleted();
  }

  private void stream(String request, StreamObserver<String> answers) {
    String[] countAndMillis = request.split(" ", 2);
    int count = Integer.parseInt(countAndMillis[0]);
    Duration pause = Duration.ofMillis(Long.parseLong(countAndMillis[1]));
    for (int i = 0; i < count; i++) {
      pause(pause);
      answers.onNext(identity + " " + i);
    }
    answers.onCompleted();
  }

  private StreamObserver<String> bidi(StreamObserver<String> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String message) {
        answers.onNext(identity + " " + message);
      }

      @Override
      public void onError(Throwable failure) {
        System.err.println("a stream ended early: " + failure);
      }

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while answering", e);
    }
  }
}
