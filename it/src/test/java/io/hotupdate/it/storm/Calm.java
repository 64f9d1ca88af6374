package io.hotupdate.it.storm;

import static org.awaitility.Awaitility.await;

import io.hotupdate.it.Processes;
import io.hotupdate.it.ServerProcess;
import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.Failure;
import io.hotupdate.it.load.Tally;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Calm between two faults: one process answers everybody, and no update is under way. Older
 * generations may drain.
 */
final class Calm {
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final int ASKED = 3;

  /** An update that was asked for during another begins a moment after that has ended. */
  private static final int SAME_LOOKS = 5;

  private final ServerProcess service;
  private final Tally tally;
  private Optional<Answer> last = Optional.empty();
  private int same;
  private long looked;

  /**
   * @param tally counts the requests by which this class asks who answers
   */
  Calm(ServerProcess service, Tally tally) {
    this.service = service;
    this.tally = tally;
  }

  /** Waits for it, and gives the one that answers. */
  Answer reach() {
    same = 0;
    last = Optional.empty();
    await("one generation to serve, and no update to be under way")
        .atMost(LONGEST)
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK_EVERY)
        .failFast("no process of the service is left", () -> service.running().isEmpty())
        .until(this::isReached);
    return last.orElseThrow();
  }

  /** Since the last look. A successor that is there now has been started later than that. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - looked);
  }

  private boolean isReached() {
    looked = System.nanoTime();
    Optional<Answer> look = look();
    same = look.isPresent() && look.equals(last) ? same + 1 : 0;
    last = look;
    return same == SAME_LOOKS;
  }

  /** The one that answers, if it is only one and it has no successor. */
  private Optional<Answer> look() {
    Set<Answer> answers = new HashSet<>();
    for (int i = 0; i < ASKED; i++) {
      Optional<Answer> answer = ask();
      if (answer.isEmpty()) {
        return answer;
      }
      answers.add(answer.get());
    }
    return Optional.of(answers)
        .filter(all -> all.size() == 1)
        .map(all -> all.iterator().next())
        .filter(only -> Processes.children(only.pid()).isEmpty());
  }

  /** The answer to one more client, whose losses count like those of all others. */
  Optional<Answer> ask() {
    try {
      Answer answer = ServerProcess.ask(service.target());
      tally.ok("storm", answer);
      return Optional.of(answer);
    } catch (Failure lost) {
      tally.failed("storm", lost);
      return Optional.empty();
    }
  }
}
