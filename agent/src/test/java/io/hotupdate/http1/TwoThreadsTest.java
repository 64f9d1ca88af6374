package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.http1.Conversation.Start;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server reads on one thread and writes on another, and the client answers at once. */
@Timeout(60)
class TwoThreadsTest {
  private static final int EXCHANGES = 500;
  private static final String OK = Messages.ok("hello");

  @Test
  void every_response_says_close_when_the_next_request_comes_before_its_write_returns()
      throws Exception {
    Wire wire = new Wire(Start.FRESH);
    SynchronousQueue<String> asked = new SynchronousQueue<>();
    SynchronousQueue<String> answered = new SynchronousQueue<>();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<?> reading =
          reader.submit(
              () -> {
                for (int i = 0; i < EXCHANGES; i++) {
                  wire.asks(Messages.POST);
                  asked.put(Messages.POST);
                  answered.take();
                }
                return wire;
              });
      byte[] response = Wire.bytes(OK);
      for (int i = 0; i < EXCHANGES; i++) {
        assertThat(asked.poll(30, TimeUnit.SECONDS)).isNotNull();
        // The client has it all, while the system has not returned.
        wire.offer(response, 0, response.length, Wire.ALL, () -> handOver(answered));
      }
      reading.get(30, TimeUnit.SECONDS);
    } finally {
      reader.shutdownNow();
    }
    assertThat(wire.client()).isEqualTo(Messages.closing(OK).repeat(EXCHANGES));
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
  }

  private static void handOver(SynchronousQueue<String> answered) {
    try {
      answered.put(OK);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this", e);
    }
  }
}
