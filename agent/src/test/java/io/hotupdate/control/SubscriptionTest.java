package io.hotupdate.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.generation.Answer;
import io.hotupdate.generation.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SubscriptionTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Subscription subscription = new Subscription();

  @Test
  void what_happens_is_told_in_order() throws InterruptedException {
    subscription.happened(new Event.UpdateBegan(2, 12));
    subscription.answered(new Answer.Begun(), null);
    subscription.happened(new Event.RolledBack(2));
    assertThat(next()).isEqualTo("began generation=2 pid=12\n");
    assertThat(next()).isEqualTo("begun\n");
    assertThat(next()).isEqualTo("rolledback generation=2\n");
    assertThat(subscription.next(Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void after_an_answer_that_nothing_follows_from_it_is_over() throws InterruptedException {
    subscription.answered(new Answer.Busy(), null);
    assertThat(subscription.next(LONG).orElseThrow().isLast()).isFalse();
    subscription.answered(new Answer.Refused("no"), null);
    assertThat(subscription.next(LONG).orElseThrow().isLast()).isTrue();
    subscription.answered(new Answer.Elsewhere(1), null);
    assertThat(subscription.next(LONG).orElseThrow().isLast()).isTrue();
    subscription.answered(null, new IllegalStateException("broken"));
    Optional<Subscription.Piece> error = subscription.next(LONG);
    assertThat(error.orElseThrow().isLast()).isTrue();
    assertThat(error.orElseThrow().text().get()).startsWith("error reason=").contains("broken");
  }

  @Test
  void of_a_peer_that_reads_too_slowly_not_everything_is_kept_and_nobody_waits_for_it()
      throws InterruptedException {
    for (int i = 0; i < 100_000 && !subscription.isOverflown(); i++) {
      subscription.happened(new Event.Draining(1, i, 0, Duration.ZERO));
    }
    assertThat(subscription.isOverflown()).isTrue();
    subscription.awaitSent(LONG);
  }

  @Test
  void at_the_end_of_the_process_the_last_words_are_waited_for() throws Exception {
    subscription.happened(new Event.RolledBack(2));
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(
            () -> {
              try {
                subscription.awaitSent(LONG);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    next();
    assertThat(sent).isNotDone();
    // Whoever asks for more has sent what came before.
    assertThat(subscription.next(Duration.ofMillis(1))).isEmpty();
    sent.get(10, TimeUnit.SECONDS);
  }

  @Test
  void the_wait_for_the_last_words_has_an_end() throws InterruptedException {
    subscription.happened(new Event.RolledBack(2));
    subscription.awaitSent(Duration.ofMillis(1));
    subscription.end();
    subscription.awaitSent(LONG);
  }

  private String next() throws InterruptedException {
    return subscription.next(LONG).orElseThrow().text().get();
  }
}
