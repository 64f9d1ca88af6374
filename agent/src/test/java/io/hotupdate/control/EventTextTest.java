package io.hotupdate.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.generation.Answer;
import io.hotupdate.generation.Endings;
import io.hotupdate.generation.Event;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventTextTest {
  private static final Duration AFTER = Duration.ofMillis(3100);

  private static final Map<Event, String> EVENTS =
      Map.ofEntries(
          Map.entry(new Event.Serves(2, 12), "serves generation=2 pid=12\n"),
          Map.entry(new Event.Orphaned(2), "orphaned generation=2\n"),
          Map.entry(new Event.UpdateRefused("no memory"), "refused reason=no+memory\n"),
          Map.entry(new Event.UpdateQueued(), "queued\n"),
          Map.entry(new Event.UpdatePassedOn(true), "passedon delivered=true\n"),
          Map.entry(new Event.UpdateBegan(2, 12), "began generation=2 pid=12\n"),
          Map.entry(
              new Event.StillMissing(2, "*:80 was not bound"),
              "missing generation=2 what=*%3A80+was+not+bound\n"),
          Map.entry(new Event.Ready(2, AFTER), "ready generation=2 after=3100\n"),
          Map.entry(new Event.TookOver(2, 12, AFTER), "tookover generation=2 pid=12 after=3100\n"),
          Map.entry(
              new Event.UpdateFailed(2, AFTER, "exit status 1", List.of("a=b", "c\nd")),
              """
              failed generation=2 after=3100 reason=exit+status+1 lines=2
              output line=a%3Db
              output line=c%0Ad
              """),
          Map.entry(new Event.TookBack(2, "SIGKILL"), "tookback generation=2 reason=SIGKILL\n"),
          Map.entry(new Event.SuccessorLost(2), "lost generation=2\n"),
          Map.entry(new Event.RolledBack(2), "rolledback generation=2\n"),
          Map.entry(new Event.Yielded(2), "yielded generation=2\n"),
          Map.entry(new Event.ServesAfterAll(2), "servesafterall generation=2\n"),
          Map.entry(new Event.ProbationOver(2, ""), "probationover generation=2\n"),
          Map.entry(
              new Event.Draining(1, 41, 3, AFTER),
              "draining generation=1 live=41 busy=3 elapsed=3100\n"),
          Map.entry(
              new Event.Drained(1, new Endings(30, 16, 9, 2, 0), AFTER),
              "drained generation=1 connections=57 told=16 quiet=9 streams=2 cut=0 took=3100\n"));

  @Test
  void every_event_has_its_line() {
    EVENTS.forEach((event, text) -> assertThat(EventText.of(event)).isEqualTo(text));
    Set<Class<?>> tested =
        EVENTS.keySet().stream().map(Event::getClass).collect(Collectors.toSet());
    assertThat(tested)
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Event.class.getPermittedSubclasses()));
  }

  @Test
  void why_a_probation_was_ended_early_is_told() {
    assertThat(EventText.of(new Event.ProbationOver(2, "another update")))
        .isEqualTo("probationover generation=2 why=another+update\n");
  }

  @Test
  void every_answer_has_its_line() {
    Map<Answer, String> answers =
        Map.of(
            new Answer.Begun(), "begun\n",
            new Answer.Busy(), "busy\n",
            new Answer.Refused("it drains"), "refused reason=it+drains\n",
            new Answer.Elsewhere(4711), "elsewhere pid=4711\n");
    answers.forEach((answer, text) -> assertThat(EventText.of(answer)).isEqualTo(text));
    assertThat(answers).hasSize(Answer.class.getPermittedSubclasses().length);
  }

  @Test
  void no_value_can_break_a_line() {
    assertThat(EventText.error("größer \u2028 a b=c\r\n%\0"))
        .isEqualTo("error reason=gr%C3%B6%C3%9Fer+%E2%80%A8+a+b%3Dc%0D%0A%25%00\n");
  }
}
