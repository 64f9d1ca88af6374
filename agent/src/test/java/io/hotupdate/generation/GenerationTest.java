package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.CapturedLog;
import io.hotupdate.generation.Generation.State;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stories that several events tell; {@link GenerationEventsTest} has each event alone. */
class GenerationTest {
  @RegisterExtension final CapturedLog log = new CapturedLog();

  private final RecordedActions actions = new RecordedActions();
  private final Generation first = new Generation(1, State.SERVING, actions);
  private final Generation second = new Generation(2, State.STARTING, actions);

  // ---- requests

  @Test
  void an_update_runs_from_the_request_to_the_exit() {
    first.updateRequested();
    first.successorSaid(new Message.Hello(2, 4711));
    first.successorSaid(new Message.Waiting("127.0.0.1:8080 was not bound"));
    first.successorSaid(new Message.Ready());
    first.successorSaid(new Message.Serving(Set.of(0)));
    first.probationOver();
    first.drained();

    assertThat(actions.done())
        .containsExactly(
            "<superseded 2",
            "retired>superseded 2",
            "start 2",
            "expect serving",
            ">commit",
            "probation",
            "close gates [0]",
            "drain",
            "let go",
            "exit");
    assertThat(first.state()).isEqualTo(State.EXITING);
  }

  @Test
  void requests_during_an_update_are_remembered_once_and_passed_on_to_the_successor() {
    first.updateRequested();
    first.updateRequested();
    first.updateRequested();
    serves();

    assertThat(actions.done())
        .containsExactly(
            "<superseded 2",
            "retired>superseded 2",
            "start 2",
            "expect serving",
            ">commit",
            "probation",
            "close gates [0]",
            "drain",
            ">update");
  }

  @Test
  void requests_during_a_failed_update_begin_one_more_update() {
    first.updateRequested();
    first.updateRequested();
    first.successorSaid(new Message.Failed("why"));
    first.updateRequested();
    first.successorEnded();
    first.successorSaid(new Message.Failed("why"));
    first.successorEnded();

    assertThat(actions.done())
        .containsExactly(
            "<superseded 2",
            "retired>superseded 2",
            "start 2",
            "end",
            "undo",
            "<superseded 2",
            "retired>superseded 2",
            "start 2",
            "end",
            "undo");
    assertThat(first.state()).isEqualTo(State.SERVING);
  }

  @Test
  void a_request_during_the_start_of_a_successor_begins_when_it_serves() {
    second.updateRequested();
    assertThat(actions.done()).isEmpty();

    second.predecessorSaid(new Message.Commit());

    assertThat(actions.done())
        .containsExactly("serve", "<serving 0", "<superseded 3", "retired>superseded 3", "start 3");
    assertThat(second.state()).isEqualTo(State.UPDATING);
  }

  @Test
  void an_obstacle_refuses_an_update_and_is_said() {
    actions.obstacle("a debugger is in the way");

    first.updateRequested();

    assertThat(actions.done()).isEmpty();
    assertThat(first.state()).isEqualTo(State.SERVING);
    assertThat(log.text()).contains("no update: a debugger is in the way");
  }

  // ---- a successor that fails

  @Test
  void a_ready_timeout_names_the_listeners_that_are_missing() {
    first.updateRequested();
    first.successorSaid(new Message.Waiting("*:8080 was not bound"));
    first.readyTimeout(Duration.ofMinutes(2));
    first.successorEnded();

    assertThat(log.text())
        .contains("it was not ready within 2 min 0 s: *:8080 was not bound")
        .contains("its output: java.lang.Error: from the successor")
        .contains("generation 1 goes on serving");
  }

  @Test
  void what_an_earlier_successor_lacked_is_not_said_of_the_next() {
    first.updateRequested();
    first.successorSaid(new Message.Waiting("*:8080 was not bound"));
    first.successorSaid(new Message.Failed("why"));
    first.successorEnded();
    first.updateRequested();
    first.readyTimeout(Duration.ofSeconds(1));
    first.successorEnded();

    assertThat(log.text()).contains("it was not ready within 1.0 s: it has not reported");
  }

  @Test
  void the_first_reason_of_a_failure_is_the_one_that_is_said() {
    first.updateRequested();
    first.successorSaid(new Message.Failed("a gate could not be closed"));
    first.successorGone("was killed by signal 15 (SIGTERM)");
    first.readyTimeout(Duration.ofSeconds(1));
    first.successorSaid(new Message.Failed("another"));
    first.successorEnded();

    assertThat(actions.done())
        .containsExactly("<superseded 2", "retired>superseded 2", "start 2", "end", "undo");
    assertThat(log.text()).contains(": a gate could not be closed").doesNotContain("another\n");
  }

  @Test
  void what_a_failing_successor_says_late_changes_nothing() {
    first.updateRequested();
    first.successorGone("exited with status 1");
    actions.forget();
    first.successorSaid(new Message.Ready());
    first.successorSaid(new Message.Serving(Set.of(0)));
    assertThat(actions.done()).isEmpty();
    first.successorEnded();
    actions.forget();
    first.successorSaid(new Message.Ready());
    first.successorSaid(new Message.Serving(Set.of(0)));
    first.successorEnded();
    first.probationOver();
    first.drained();

    assertThat(actions.done()).isEmpty();
    assertThat(first.state()).isEqualTo(State.SERVING);
  }

  @Test
  void a_successor_that_dies_between_commit_and_serving_leaves_this_one_serving() {
    first.updateRequested();
    first.successorSaid(new Message.Ready());
    first.successorGone("was killed by signal 9 (SIGKILL)");
    first.successorEnded();

    assertThat(actions.done())
        .containsExactly(
            "<superseded 2",
            "retired>superseded 2",
            "start 2",
            "expect serving",
            ">commit",
            "end",
            "undo");
    assertThat(first.state()).isEqualTo(State.SERVING);
  }

  @Test
  void a_successor_that_cannot_be_started_leaves_this_one_serving() {
    actions.refuse("start");
    first.updateRequested();
    assertThat(first.state()).isEqualTo(State.SERVING);
    assertThat(log.text()).contains("could not be started: no start 2");

    actions.refuse("obstacle");
    first.updateRequested();
    assertThat(first.state()).isEqualTo(State.SERVING);
    assertThat(log.text()).contains("could not be started: no obstacle");
  }

  // ---- probation

  @Test
  void a_successor_that_dies_in_its_probation_is_replaced_and_the_next_update_works() {
    first.updateRequested();
    serves();
    first.successorGone("was killed by signal 11 (SIGSEGV)");
    assertThat(first.state()).isEqualTo(State.SERVING);
    actions.forget();
    first.probationOver();
    first.drained();
    assertThat(actions.done()).isEmpty();

    first.updateRequested();
    serves();
    first.successorGone("exited with status 1");

    assertThat(actions.done())
        .containsExactly(
            "<superseded 3",
            "retired>superseded 3",
            "start 3",
            "expect serving",
            ">commit",
            "probation",
            "close gates [0]",
            "drain",
            "take back",
            "end",
            "undo");
  }

  @Test
  void the_gates_are_open_before_it_is_known_what_the_successor_died_of() {
    first.updateRequested();
    serves();
    actions.forget();

    first.successorLost();
    assertThat(actions.done()).containsExactly("take back");
    first.probationOver();
    first.successorGone("exited with status 1");

    assertThat(actions.done()).containsExactly("take back", "take back", "end", "undo");
    assertThat(first.state()).isEqualTo(State.SERVING);
  }

  @Test
  void a_timer_that_comes_before_the_news_of_the_successors_death_does_not_let_go() {
    first.updateRequested();
    serves();
    actions.successorDies();
    actions.forget();

    first.probationOver();
    first.drained();
    assertThat(actions.done()).isEmpty();
    first.successorLost();
    first.successorGone("was killed by signal 9 (SIGKILL)");

    assertThat(actions.done()).containsExactly("take back", "take back", "end", "undo");
    assertThat(first.state()).isEqualTo(State.SERVING);
  }

  @Test
  void a_successor_that_dies_after_its_probation_is_not_replaced() {
    first.updateRequested();
    serves();
    first.probationOver();
    actions.forget();

    first.successorGone("exited with status 0");
    first.drained();

    assertThat(actions.done()).containsExactly("forget successor", "exit");
  }

  @Test
  void a_successor_that_was_stopped_on_purpose_is_not_replaced() {
    first.updateRequested();
    serves();
    first.successorSaid(new Message.Stopping());
    actions.forget();

    first.successorGone("exited with status 143");
    first.probationOver();

    assertThat(actions.done()).containsExactly("forget successor");
    assertThat(first.state()).isEqualTo(State.DRAINING);
  }

  @Test
  void a_successor_that_was_replaced_in_its_turn_is_not_replaced_again() {
    first.updateRequested();
    serves();
    first.successorSaid(new Message.Superseded(3));
    actions.forget();

    first.successorGone("exited with status 0");

    assertThat(actions.done()).containsExactly("forget successor");
    assertThat(first.state()).isEqualTo(State.DRAINING);
  }

  @Test
  void a_gate_that_cannot_be_closed_does_not_stop_the_drain() {
    actions.refuse("close gates");
    first.updateRequested();
    serves();
    first.drained();

    assertThat(actions.done()).contains("drain").endsWith("exit");
    assertThat(log.text()).contains("cannot stop accepting yet: no close gates [0]");
  }

  @Test
  void a_listener_that_the_successor_binds_late_is_left_to_it() {
    first.updateRequested();
    serves();
    actions.forget();

    first.successorSaid(new Message.Serving(Set.of(0, 1)));

    assertThat(actions.done()).containsExactly("close gates [0, 1]");
  }

  @Test
  void a_request_that_cannot_be_passed_on_is_said() {
    actions.refuse("tell");
    first.updateRequested();
    serves();
    first.probationOver();
    first.updateRequested();

    assertThat(log.text()).contains("send the signal to the process that serves");
  }

  @Test
  void what_cannot_be_undone_does_not_keep_this_one_from_serving() {
    actions.refuse("undo");
    first.updateRequested();
    first.successorSaid(new Message.Failed("why"));
    first.successorEnded();

    assertThat(first.state()).isEqualTo(State.SERVING);
    assertThat(log.text()).contains("no undo");
  }

  @Test
  void a_successor_that_was_told_to_commit_is_not_ended_by_the_ready_timeout() {
    first.updateRequested();
    first.successorSaid(new Message.Ready());
    actions.forget();

    first.readyTimeout(Duration.ofMinutes(2));

    assertThat(actions.done()).isEmpty();
    assertThat(first.state()).isEqualTo(State.UPDATING);
  }

  @Test
  void a_successor_that_was_told_to_commit_but_does_not_serve_is_ended() {
    first.updateRequested();
    first.successorSaid(new Message.Ready());
    first.servingTimeout(Duration.ofSeconds(30));
    first.successorEnded();

    assertThat(actions.done())
        .containsExactly(
            "<superseded 2",
            "retired>superseded 2",
            "start 2",
            "expect serving",
            ">commit",
            "end",
            "undo");
    assertThat(log.text()).contains("it did not serve within 30.0 s after the commit");
  }

  @Test
  void taking_back_that_fails_is_said() {
    actions.refuse("take back");
    first.updateRequested();
    serves();

    first.successorGone("exited with status 1");

    assertThat(log.text()).contains("a gate could not be opened: no take back");
  }

  @Test
  void taking_back_is_tried_until_it_works() {
    actions.refuse("take back");
    first.updateRequested();
    serves();
    first.successorGone("exited with status 1");
    actions.doSoon();
    actions.refuse("");
    actions.forget();

    actions.doSoon();
    assertThat(actions.done()).containsExactly("take back");

    actions.forget();
    actions.doSoon();
    assertThat(actions.done()).isEmpty();
  }

  @Test
  void gates_that_could_not_be_opened_stay_closed_once_the_next_generation_serves() {
    actions.refuse("take back");
    first.updateRequested();
    serves();
    first.successorGone("exited with status 1");
    first.updateRequested();
    serves();
    actions.refuse("");
    actions.forget();

    actions.doSoon();

    assertThat(actions.done()).isEmpty();
  }

  @Test
  void an_orphan_tries_to_open_its_gates_until_it_works() {
    actions.refuse("serve");
    second.predecessorGone();
    actions.refuse("");
    actions.forget();

    actions.doSoon();

    assertThat(actions.done()).containsExactly("serve");
    assertThat(actions.events()).contains(new Event.Serves(2, ProcessHandle.current().pid()));
  }

  @Test
  void a_generation_that_could_not_take_back_all_gates_serves_and_can_be_updated() {
    actions.refuse("take back");
    first.updateRequested();
    serves();
    first.successorGone("exited with status 1");
    actions.forget();

    first.updateRequested();

    assertThat(actions.done()).containsExactly("<superseded 3", "retired>superseded 3", "start 3");
  }

  @Test
  void listeners_that_cannot_be_let_go_do_not_stop_the_drain() {
    actions.refuse("let go");
    first.updateRequested();
    serves();
    first.probationOver();
    first.drained();

    assertThat(first.state()).isEqualTo(State.EXITING);
  }

  @Test
  void a_successor_that_shuts_down_by_itself_in_its_probation_is_replaced_before_it_has_ended() {
    first.updateRequested();
    serves();
    actions.forget();

    first.successorSaid(new Message.Failed("it shuts down by itself"));
    assertThat(actions.done()).containsExactly("take back", "end");
    first.probationOver();
    assertThat(first.update()).isEqualTo(new Answer.Busy());
    assertThat(first.rollBack()).isEqualTo(new Answer.Begun());
    first.successorLost();
    first.successorGone("exited with status 3");

    assertThat(actions.done()).doesNotContain("let go").endsWith("end", "undo");
    assertThat(actions.events())
        .containsExactly(new Event.SuccessorLost(2), new Event.TookBack(2, "exited with status 3"));
    assertThat(first.state()).isEqualTo(State.SERVING);
  }

  @Test
  void a_successor_that_shuts_down_by_itself_after_its_probation_is_not_replaced() {
    first.updateRequested();
    serves();
    first.probationOver();
    actions.forget();

    first.successorSaid(new Message.Failed("it shuts down by itself"));

    assertThat(actions.done()).isEmpty();
  }

  @Test
  void a_successor_tells_that_it_shuts_down_by_itself() {
    second.predecessorSaid(new Message.Commit());
    second.stopping();

    assertThat(actions.done()).endsWith("<failed it shuts down by itself");
  }

  @Test
  void a_successor_that_is_stopped_on_purpose_does_not_ask_to_be_replaced() {
    second.predecessorSaid(new Message.Commit());
    second.stoppingOnPurpose();

    assertThat(actions.done()).contains("<stopping").noneMatch(done -> done.contains("failed"));
  }

  @Test
  void the_end_of_the_ramp_closes_no_gate_once_the_successor_is_lost() {
    actions.ramp();
    first.updateRequested();
    serves();
    first.successorLost();
    actions.forget();

    first.rampOver();

    assertThat(actions.done()).isEmpty();
  }

  @Test
  void an_update_that_is_asked_for_while_the_successor_dies_follows() {
    first.updateRequested();
    serves();
    first.successorLost();

    first.updateRequested();
    first.successorGone("exited with status 1");

    assertThat(actions.done()).endsWith("undo", "<superseded 3", "retired>superseded 3", "start 3");
  }

  @Test
  void an_update_that_cannot_be_passed_on_to_a_successor_in_its_probation_follows() {
    first.updateRequested();
    serves();
    actions.refuse("tell");

    first.updateRequested();
    first.successorLost();
    first.successorGone("exited with status 1");

    assertThat(actions.done()).endsWith("start 3");
  }

  // ---- rollback on request

  @Test
  void a_rollback_opens_the_gates_before_the_successor_closes_its_own() {
    first.updateRequested();
    serves();
    actions.forget();

    assertThat(first.rollBack()).isEqualTo(new Answer.Begun());

    assertThat(actions.done()).containsExactly("take back", ">yield", "retire");
    assertThat(actions.events()).containsExactly(new Event.RolledBack(2));
    assertThat(first.state()).isEqualTo(State.SERVING);
  }

  @Test
  void a_number_that_has_served_is_not_used_again() {
    first.updateRequested();
    serves();
    first.rollBack();
    actions.forget();

    first.updateRequested();
    serves();
    first.successorGone("exited with status 1");
    first.updateRequested();

    assertThat(actions.done()).contains("start 3", "start 4");
  }

  @Test
  void after_a_rollback_the_next_update_works_and_the_one_that_still_drains_is_told() {
    first.updateRequested();
    serves();
    first.rollBack();
    actions.forget();

    first.updateRequested();
    serves();

    assertThat(actions.done())
        .containsExactly(
            "<superseded 3",
            "retired>superseded 3",
            "start 3",
            "expect serving",
            ">commit",
            "probation",
            "close gates [0]",
            "drain");
  }

  @Test
  void a_rollback_between_commit_and_serving_happens_when_the_successor_serves() {
    first.updateRequested();
    first.successorSaid(new Message.Ready());
    assertThat(first.rollBack()).isEqualTo(new Answer.Begun());
    actions.forget();

    first.successorSaid(new Message.Serving(Set.of(0)));

    assertThat(actions.done())
        .containsExactly("probation", "close gates [0]", "drain", "take back", ">yield", "retire");
    assertThat(first.state()).isEqualTo(State.SERVING);
  }

  @Test
  void a_rollback_of_one_update_does_not_roll_back_the_next() {
    first.updateRequested();
    first.successorSaid(new Message.Ready());
    first.rollBack();
    first.successorGone("exited with status 1");
    first.successorEnded();
    first.updateRequested();
    serves();

    assertThat(first.state()).isEqualTo(State.DRAINING);
  }

  @Test
  void a_rollback_is_refused_when_the_probation_is_over() {
    first.updateRequested();
    serves();
    first.probationOver();

    assertThat(first.rollBack())
        .isEqualTo(new Answer.Refused("the probation of generation 2 is over"));
    assertThat(first.state()).isEqualTo(State.DRAINING);
  }

  @Test
  void a_rollback_that_cannot_open_a_gate_leaves_the_successor_serving() {
    first.updateRequested();
    serves();
    actions.forget();
    actions.refuse("take back");

    assertThat(first.rollBack())
        .isEqualTo(new Answer.Refused("a gate could not be opened: no take back"));

    assertThat(actions.done()).containsExactly("take back", "close gates [0]", "drain");
    assertThat(first.state()).isEqualTo(State.DRAINING);
    first.successorGone("exited with status 1");
    assertThat(first.state()).isEqualTo(State.SERVING);
  }

  @Test
  void a_generation_that_yields_serves_again_if_its_predecessor_dies() {
    yields();
    actions.forget();

    second.predecessorGone();

    assertThat(actions.done()).containsExactly("forget predecessor", "take back");
    assertThat(actions.events()).containsExactly(new Event.ServesAfterAll(2));
    assertThat(second.state()).isEqualTo(State.SERVING);
    assertThat(second.rollBack()).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void a_generation_that_yields_does_not_serve_again_if_its_predecessor_was_updated() {
    yields();
    second.predecessorSaid(new Message.Superseded(3));
    actions.forget();

    second.predecessorGone();
    second.drained();

    assertThat(actions.done()).containsExactly("forget predecessor", "exit");
  }

  @Test
  void a_generation_that_is_rolled_back_during_its_own_update_ends_that_and_yields() {
    second.predecessorSaid(new Message.Commit());
    second.updateRequested();
    second.predecessorSaid(new Message.Yield());
    assertThat(second.state()).isEqualTo(State.ROLLING_BACK);
    actions.forget();

    second.successorEnded();

    assertThat(actions.done()).containsExactly("undo", "close all gates", "<yielded", "drain");
    assertThat(second.state()).isEqualTo(State.DRAINING);
  }

  @Test
  void a_generation_that_is_rolled_back_after_the_commit_of_its_own_update_rolls_that_back_too() {
    second.predecessorSaid(new Message.Commit());
    second.updateRequested();
    second.successorSaid(new Message.Ready());
    second.predecessorSaid(new Message.Yield());
    actions.forget();

    second.successorSaid(new Message.Serving(Set.of(0)));

    assertThat(actions.done())
        .containsExactly(
            "probation",
            "close gates [0]",
            "drain",
            "take back",
            ">yield",
            "retire",
            "close all gates",
            "<yielded",
            "drain");
    assertThat(second.state()).isEqualTo(State.DRAINING);
  }

  @Test
  void an_update_asked_of_a_generation_that_yields_is_passed_on_to_its_predecessor() {
    second.updateRequested();
    second.predecessorSaid(new Message.Commit());
    second.updateRequested();
    second.predecessorSaid(new Message.Yield());
    actions.forget();

    second.successorEnded();

    assertThat(actions.done())
        .containsExactly("undo", "close all gates", "<yielded", "<update", "drain");
  }

  @Test
  void an_update_that_a_generation_that_was_rolled_back_passes_on_is_made() {
    first.updateRequested();
    serves();
    first.rollBack();

    first.retiredSaid(new Message.Update());

    assertThat(actions.done()).endsWith("start 3");
  }

  @Test
  void gates_that_cannot_be_closed_do_not_keep_a_generation_from_yielding() {
    second.predecessorSaid(new Message.Commit());
    actions.refuse("close all gates");
    second.predecessorSaid(new Message.Yield());

    assertThat(second.state()).isEqualTo(State.DRAINING);
    assertThat(log.text()).contains("cannot stop accepting yet: no close all gates");
  }

  // ---- ramp

  @Test
  void in_a_ramp_the_gates_are_closed_at_its_end_and_a_listener_bound_meanwhile_too() {
    actions.ramp();
    first.updateRequested();
    serves();
    first.successorSaid(new Message.Serving(Set.of(0, 1)));
    assertThat(actions.done()).endsWith(">commit", "probation", "ramp");

    first.rampOver();

    assertThat(actions.done()).endsWith("ramp", "close gates [0, 1]", "drain");
  }

  @Test
  void a_probation_that_ends_in_the_ramp_lasts_until_the_end_of_the_ramp() {
    actions.ramp();
    first.updateRequested();
    serves();
    first.probationOver();
    assertThat(actions.done()).doesNotContain("let go");

    first.rampOver();

    assertThat(actions.done()).endsWith("drain", "let go");
  }

  // ---- stopping

  @Test
  void stopping_after_the_commit_leaves_the_successor_alone() {
    first.updateRequested();
    first.successorSaid(new Message.Ready());
    actions.forget();

    first.stopping();
    first.successorSaid(new Message.Serving(Set.of(0)));

    assertThat(actions.done()).isEmpty();
    assertThat(first.state()).isEqualTo(State.EXITING);
  }

  @Test
  void the_commit_of_one_update_does_not_protect_the_successor_of_the_next() {
    first.updateRequested();
    first.successorSaid(new Message.Ready());
    first.successorGone("exited with status 1");
    first.successorEnded();
    first.updateRequested();
    actions.forget();

    first.stopping();

    assertThat(actions.done()).containsExactly(">stopping", "end");
  }

  // ---- as successor

  @Test
  void a_second_commit_does_nothing() {
    second.predecessorSaid(new Message.Commit());
    second.predecessorSaid(new Message.Commit());

    assertThat(actions.done()).containsExactly("serve", "<serving 0");
  }

  @Test
  void a_gate_that_cannot_be_opened_is_told_the_predecessor() {
    actions.refuse("serve");
    second.predecessorSaid(new Message.Commit());

    assertThat(actions.done())
        .containsExactly("serve", "<failed a gate could not be opened: no serve");
    assertThat(second.state()).isEqualTo(State.STARTING);
  }

  @Test
  void an_orphan_takes_over_and_keeps_the_inheritance_until_it_is_ready() {
    second.predecessorGone();
    assertThat(actions.done()).containsExactly("serve");
    assertThat(second.state()).isEqualTo(State.SERVING);

    second.ready();
    assertThat(actions.done()).containsExactly("serve", "forget predecessor");
    second.ready();
    second.notReadyInTime();
    assertThat(actions.done()).containsExactly("serve", "forget predecessor");
  }

  @Test
  void an_orphan_that_does_not_become_ready_gives_the_rest_of_the_inheritance_back() {
    second.predecessorGone();
    second.notReadyInTime();

    assertThat(actions.done()).containsExactly("serve", "forget predecessor");
  }

  @Test
  void an_orphan_that_was_ready_before_does_not_keep_the_inheritance() {
    second.ready();
    second.predecessorGone();

    assertThat(actions.done()).containsExactly("<ready", "serve", "forget predecessor");
  }

  @Test
  void an_orphan_that_was_late_or_unusable_before_gives_the_inheritance_back() {
    second.notReadyInTime();
    second.unusable("no gate");
    second.predecessorGone();

    assertThat(actions.done()).containsExactly("<failed no gate", "serve", "forget predecessor");
  }

  @Test
  void an_orphan_serves_even_if_a_gate_cannot_be_opened_or_the_predecessor_not_be_forgotten() {
    actions.refuse("serve");
    second.predecessorGone();
    assertThat(second.state()).isEqualTo(State.SERVING);

    actions.refuse("forget predecessor");
    second.ready();
    assertThat(second.state()).isEqualTo(State.SERVING);
    assertThat(log.text()).contains("no serve").contains("no forget predecessor");
  }

  @Test
  void an_update_that_was_asked_of_an_orphan_begins() {
    second.updateRequested();
    second.predecessorGone();

    assertThat(actions.done())
        .containsExactly("serve", "<superseded 3", "retired>superseded 3", "start 3");
  }

  @Test
  void a_predecessor_that_is_gone_after_the_commit_is_forgotten() {
    second.predecessorSaid(new Message.Commit());
    second.predecessorGone();

    assertThat(actions.done()).containsExactly("serve", "<serving 0", "forget predecessor");
  }

  @Test
  void a_successor_whose_predecessor_is_stopped_on_purpose_ends_and_does_not_take_over() {
    second.predecessorSaid(new Message.Stopping());
    second.predecessorSaid(new Message.Commit());
    second.ready();

    assertThat(actions.done()).containsExactly("exit");
  }

  private void yields() {
    second.predecessorSaid(new Message.Commit());
    second.predecessorSaid(new Message.Yield());
  }

  private void serves() {
    first.successorSaid(new Message.Ready());
    first.successorSaid(new Message.Serving(Set.of(0)));
  }
}
