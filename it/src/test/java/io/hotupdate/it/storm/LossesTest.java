package io.hotupdate.it.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.FailedRequest;
import io.hotupdate.it.load.Failure;
import io.hotupdate.it.load.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A loss is only excused by the death of the process that had the connection. */
class LossesTest {
  private static final long VICTIM = 4711;
  private static final int HELD = 40_001;
  private static final int NOT_HELD = 40_002;
  private static final Optional<Answer> NOBODY = Optional.empty();

  private final Losses losses = new Losses();
  private final Instant before = Instant.now().minusSeconds(1);

  @BeforeEach
  void a_process_is_killed_that_holds_a_connection() {
    Death death = new Death(VICTIM);
    death.holds(Set.of(HELD));
    losses.died(death);
  }

  @Test
  void what_the_killed_process_held_may_be_lost() {
    losses.accept(lost(Instant.now(), Outcome.RESET, HELD, NOBODY));
    assertThat(losses.unexplained()).isEmpty();
    assertThat(losses.explained()).isOne();
  }

  @Test
  void but_only_once() {
    FailedRequest again = lost(Instant.now(), Outcome.TRUNCATED, HELD, NOBODY);
    losses.accept(lost(Instant.now(), Outcome.RESET, HELD, NOBODY));
    losses.accept(again);
    assertThat(losses.unexplained()).containsExactly(again);
  }

  @Test
  void a_connection_that_it_did_not_hold_may_not_be_lost() {
    expectUnexplained(lost(Instant.now(), Outcome.RESET, NOT_HELD, NOBODY));
  }

  @Test
  void nor_one_on_which_somebody_else_had_answered() {
    Optional<Answer> other = Optional.of(new Answer(VICTIM + 1, "2"));
    expectUnexplained(lost(Instant.now(), Outcome.RESET, HELD, other));
  }

  @Test
  void nor_before_its_death_or_long_after() {
    FailedRequest early = lost(before, Outcome.RESET, HELD, NOBODY);
    FailedRequest late =
        lost(Instant.now().plus(Duration.ofMinutes(1)), Outcome.RESET, HELD, NOBODY);
    losses.accept(early);
    losses.accept(late);
    assertThat(losses.unexplained()).containsExactly(early, late);
  }

  @Test
  void a_death_excuses_no_refusal_no_timeout_and_no_wrong_answer() {
    for (Outcome never :
        Set.of(Outcome.REFUSED, Outcome.TIMEOUT, Outcome.WRONG_BODY, Outcome.SERVER_ERROR)) {
      losses.accept(lost(Instant.now(), never, HELD, NOBODY));
    }
    assertThat(losses.unexplained()).hasSize(4);
  }

  private void expectUnexplained(FailedRequest lost) {
    losses.accept(lost);
    assertThat(losses.unexplained()).containsExactly(lost);
  }

  private static FailedRequest lost(
      Instant time, Outcome outcome, int port, Optional<Answer> lastAnswer) {
    Failure.Where where = new Failure.Where(port, lastAnswer);
    return new FailedRequest(time, "test", new Failure(outcome, "test", where));
  }
}
