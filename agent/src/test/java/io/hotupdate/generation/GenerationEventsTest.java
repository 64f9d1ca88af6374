package io.hotupdate.generation;

import static java.util.stream.Collectors.joining;

import io.hotupdate.CapturedLog;
import io.hotupdate.generation.Generation.State;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/** Every event in every state has its defined answer. */
class GenerationEventsTest {
  /** The states, and what else makes a difference. */
  private enum In {
    STARTING,
    SERVING,
    UPDATING,
    COMMITTED,
    ROLLING_BACK,
    RAMPING,
    DRAINING,
    YIELDED,
    EXITING
  }

  private static final List<In> COLUMNS = List.of(In.values());

  @RegisterExtension final CapturedLog log = new CapturedLog();

  // A cell is the answer, the next state, where it changes, and what is done; see RecordedActions.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      useHeadersInDisplayName = false,
      textBlock =
          """
          update requested | | UPDATING: <superseded 3, retired>superseded 3, start 3 | | | | >update | >update | <update |
          update | elsewhere 4709 | begun, UPDATING: <superseded 3, retired>superseded 3, start 3 | busy | busy | busy | elsewhere 4711 | elsewhere 4711 | elsewhere 4709 | refused
          roll back | elsewhere 4709 | refused | begun, ROLLING_BACK: end | begun | begun | begun, SERVING: take back, >yield, retire | begun, SERVING: take back, >yield, retire | refused | refused
          stopping | EXITING: | EXITING: | EXITING: >stopping, end | EXITING: | EXITING: | EXITING: | EXITING: | EXITING: |
          stopping on purpose | EXITING: <stopping, retired>stopping | EXITING: <stopping, retired>stopping | EXITING: <stopping, retired>stopping, >stopping, end | EXITING: <stopping, retired>stopping | EXITING: <stopping, retired>stopping | EXITING: <stopping, retired>stopping | EXITING: <stopping, retired>stopping | EXITING: <stopping, retired>stopping | <stopping, retired>stopping
          successor says hello | | | | | | | | |
          successor says waiting | | | | | | | | |
          successor says ready | | | expect serving, >commit | expect serving, >commit | | | | |
          successor says serving | | | DRAINING: probation, close gates [0], drain | DRAINING: probation, close gates [0], drain | | | close gates [0] | |
          successor says failed | | | ROLLING_BACK: end | ROLLING_BACK: end | | take back, end | take back, end | |
          successor says stopping | | | | | | DRAINING: close gates [0], drain, let go | let go | |
          successor says superseded | | | | | | DRAINING: close gates [0], drain, let go | let go | |
          successor says commit | | | | | | | | |
          successor says update | | | | | | | | |
          successor says yield | | | | | | | | |
          successor says yielded | | | | | | | | |
          successor lost | | | | | | take back | take back | |
          successor gone | | | ROLLING_BACK: end | ROLLING_BACK: end | | SERVING: take back, end, undo | SERVING: take back, end, undo | |
          ready timeout | | | ROLLING_BACK: end | | | | | |
          serving timeout | | | | ROLLING_BACK: end | | | | |
          successor ended | | | | | SERVING: undo | | | |
          ramp over | | | | | | DRAINING: close gates [0], drain | | |
          probation over | | | | | | | let go | |
          drained | | | | | | | EXITING: exit | EXITING: exit |
          still missing | <waiting port | <waiting port | <waiting port | <waiting port | <waiting port | <waiting port | <waiting port | <waiting port | <waiting port
          bound | | <serving 0 | <serving 0 | <serving 0 | <serving 0 | | | |
          ready | <ready | | | | | | | |
          not ready in time | | | | | | | | |
          unusable | <failed why | | | | | | | |
          predecessor says commit | SERVING: serve, <serving 0 | | | | | | | |
          predecessor says update | | UPDATING: <superseded 3, retired>superseded 3, start 3 | | | | >update | >update | <update |
          predecessor says yield | | DRAINING: close all gates, <yielded, drain | ROLLING_BACK: end | | | DRAINING: take back, >yield, retire, close all gates, <yielded, drain | take back, >yield, retire, close all gates, <yielded, drain | |
          predecessor says stopping | EXITING: exit | | | | | | | let go |
          predecessor says superseded | | | | | | | | let go |
          predecessor says hello | | | | | | | | |
          predecessor says yielded | | | | | | | | |
          predecessor gone | SERVING: serve | forget predecessor | forget predecessor | forget predecessor | forget predecessor | forget predecessor | forget predecessor | SERVING: forget predecessor, take back | forget predecessor
          """)
  void every_event_has_its_answer_in_every_state(ArgumentsAccessor row) {
    SoftAssertions all = new SoftAssertions();
    for (int column = 1; column <= COLUMNS.size(); column++) {
      In situation = COLUMNS.get(column - 1);
      RecordedActions actions = new RecordedActions();
      Generation generation = in(situation, actions);
      State before = generation.state();
      actions.forget();

      String answer = event(row.getString(0)).apply(generation);

      String change = generation.state() == before ? "" : generation.state() + ": ";
      String outcome = (change + String.join(", ", actions.done())).trim();
      String cell = row.getString(column);
      all.assertThat(
              Stream.of(answer, outcome).filter(word -> !word.isEmpty()).collect(joining(", ")))
          .as(row.getString(0) + " in " + situation)
          .isEqualTo(cell == null ? "" : cell);
    }
    all.assertAll();
  }

  private static Generation in(In situation, RecordedActions actions) {
    boolean successor = situation == In.STARTING || situation == In.YIELDED;
    Generation generation = new Generation(2, successor ? State.STARTING : State.SERVING, actions);
    switch (situation) {
      case STARTING, SERVING -> {}
      case UPDATING -> generation.updateRequested();
      case COMMITTED -> {
        generation.updateRequested();
        generation.successorSaid(new Message.Ready());
      }
      case ROLLING_BACK -> {
        generation.updateRequested();
        generation.successorSaid(new Message.Failed("why"));
      }
      case RAMPING -> {
        actions.ramp();
        drain(generation);
      }
      case DRAINING -> drain(generation);
      case YIELDED -> {
        generation.predecessorSaid(new Message.Commit());
        generation.predecessorSaid(new Message.Yield());
      }
      case EXITING -> {
        drain(generation);
        generation.drained();
      }
    }
    return generation;
  }

  private static void drain(Generation generation) {
    generation.updateRequested();
    generation.successorSaid(new Message.Ready());
    generation.successorSaid(new Message.Serving(Set.of(0)));
  }

  private static Function<Generation, String> event(String name) {
    if (name.equals("update")) {
      return generation -> words(generation.update());
    }
    if (name.equals("roll back")) {
      return generation -> words(generation.rollBack());
    }
    Consumer<Generation> event = silent(name);
    return generation -> {
      event.accept(generation);
      return "";
    };
  }

  private static String words(Answer answer) {
    if (answer instanceof Answer.Elsewhere elsewhere) {
      return "elsewhere " + elsewhere.pid();
    }
    return answer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static Consumer<Generation> silent(String name) {
    if (name.startsWith("successor says ")) {
      Message message = message(name.substring("successor says ".length()));
      return generation -> generation.successorSaid(message);
    }
    if (name.startsWith("predecessor says ")) {
      Message message = message(name.substring("predecessor says ".length()));
      return generation -> generation.predecessorSaid(message);
    }
    return switch (name) {
      case "update requested" -> Generation::updateRequested;
      case "stopping" -> Generation::stopping;
      case "stopping on purpose" -> Generation::stoppingOnPurpose;
      case "successor lost" -> Generation::successorLost;
      case "successor gone" -> generation -> generation.successorGone("exited with status 1");
      case "ready timeout" -> generation -> generation.readyTimeout(Duration.ofMinutes(2));
      case "serving timeout" -> generation -> generation.servingTimeout(Duration.ofSeconds(30));
      case "bound" -> Generation::bound;
      case "successor ended" -> Generation::successorEnded;
      case "ramp over" -> Generation::rampOver;
      case "probation over" -> Generation::probationOver;
      case "drained" -> Generation::drained;
      case "still missing" -> generation -> generation.stillMissing("port");
      case "ready" -> Generation::ready;
      case "not ready in time" -> Generation::notReadyInTime;
      case "unusable" -> generation -> generation.unusable("why");
      case "predecessor gone" -> Generation::predecessorGone;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Message message(String word) {
    return switch (word) {
      case "hello" -> new Message.Hello(3, 4711);
      case "waiting" -> new Message.Waiting("port");
      case "ready" -> new Message.Ready();
      case "commit" -> new Message.Commit();
      case "serving" -> new Message.Serving(Set.of(0));
      case "failed" -> new Message.Failed("why");
      case "update" -> new Message.Update();
      case "stopping" -> new Message.Stopping();
      case "yield" -> new Message.Yield();
      case "yielded" -> new Message.Yielded();
      case "superseded" -> new Message.Superseded(4);
      default -> throw new IllegalArgumentException(word);
    };
  }
}
