package io.hotupdate.generation;

import static java.util.stream.Collectors.joining;

import io.hotupdate.CapturedLog;
import io.hotupdate.generation.Generation.State;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/** Every event in every state has its defined answer. */
class GenerationEventsTest {
  private static final List<State> COLUMNS =
      List.of(
          State.STARTING,
          State.SERVING,
          State.UPDATING,
          State.ROLLING_BACK,
          State.DRAINING,
          State.EXITING);

  @RegisterExtension final CapturedLog log = new CapturedLog();

  // A cell is the next state, where it changes, and what is done; see RecordedActions.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      useHeadersInDisplayName = false,
      textBlock =
          """
          update requested            |                           | UPDATING: <superseded 3, start 3  |                                                |                             | >update                                  |
          stopping                    | EXITING:                  | EXITING:           | EXITING: >stopping, end                        | EXITING:                    | EXITING:                                 |
          stopping on purpose         | EXITING: <stopping        | EXITING: <stopping | EXITING: <stopping, >stopping, end             | EXITING: <stopping          | EXITING: <stopping                       | <stopping
          successor says hello        |                           |                    |                                                |                             |                                          |
          successor says waiting      |                           |                    |                                                |                             |                                          |
          successor says ready       |  |  | expect serving, >commit |  |  |
          successor says serving     |  |  | DRAINING: close gates [0], drain |  | close gates [0] |
          successor says failed       |                           |                    | ROLLING_BACK: end                              |                             |                                          |
          successor says stopping     |                           |                    |                                                |                             | let go                                   |
          successor says superseded   |                           |                    |                                                |                             | let go                                   |
          successor says commit       |                           |                    |                                                |                             |                                          |
          successor says update       |                           |                    |                                                |                             |                                          |
          successor gone             |  |  | ROLLING_BACK: end |  | SERVING: take back, end, undo |
          serving timeout            |  |  |  |  |  |
          ready timeout               |                           |                    | ROLLING_BACK: end                              |                             |                                          |
          successor ended            |  |  |  | SERVING: undo |  |
          probation over              |                           |                    |                                                |                             | let go                                   |
          drained                     |                           |                    |                                                |                             | EXITING: exit                            |
          still missing               | <waiting port             | <waiting port      | <waiting port                                  | <waiting port               | <waiting port                            | <waiting port
          bound                      |  | <serving 0 | <serving 0 | <serving 0 |  |
          ready                       | <ready                    |                    |                                                |                             |                                          |
          not ready in time           |                           |                    |                                                |                             |                                          |
          unusable                    | <failed why               |                    |                                                |                             |                                          |
          predecessor says commit     | SERVING: serve, <serving 0|                    |                                                |                             |                                          |
          predecessor says update     |                           | UPDATING: <superseded 3, start 3  |                                                |                             | >update                                  |
          predecessor says stopping   | EXITING: exit             |                    |                                                |                             |                                          |
          predecessor says hello      |                           |                    |                                                |                             |                                          |
          predecessor gone            | SERVING: serve            | forget predecessor | forget predecessor                             | forget predecessor          | forget predecessor                       | forget predecessor
          """)
  void every_event_has_its_answer_in_every_state(ArgumentsAccessor row) {
    SoftAssertions all = new SoftAssertions();
    for (int column = 1; column <= COLUMNS.size(); column++) {
      State state = COLUMNS.get(column - 1);
      String cell = row.getString(column);
      RecordedActions actions = new RecordedActions();
      Generation generation = in(state, actions);
      actions.forget();

      event(row.getString(0)).accept(generation);

      String change = generation.state() == state ? "" : generation.state() + ": ";
      all.assertThat((change + actions.done().stream().collect(joining(", "))).trim())
          .as(row.getString(0) + " in " + state)
          .isEqualTo(cell == null ? "" : cell);
    }
    all.assertAll();
  }

  private static Generation in(State state, RecordedActions actions) {
    Generation generation =
        new Generation(2, state == State.STARTING ? State.STARTING : State.SERVING, actions);
    switch (state) {
      case STARTING, SERVING -> {}
      case UPDATING -> generation.updateRequested();
      case ROLLING_BACK -> {
        generation.updateRequested();
        generation.successorSaid(new Message.Failed("why"));
      }
      case DRAINING -> drain(generation);
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

  private static Consumer<Generation> event(String name) {
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
      case "successor gone" -> generation -> generation.successorGone("exited with status 1");
      case "ready timeout" -> generation -> generation.readyTimeout(Duration.ofMinutes(2));
      case "serving timeout" -> generation -> generation.servingTimeout(Duration.ofSeconds(30));
      case "bound" -> Generation::bound;
      case "successor ended" -> Generation::successorEnded;
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
      case "superseded" -> new Message.Superseded(4);
      default -> throw new IllegalArgumentException(word);
    };
  }
}
