package io.hotupdate.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.Until;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void a_process_and_what_it_started_is_asked_to_end() throws IOException {
    Process root = start("sleep 1000 & wait");
    ProcessTree tree = new ProcessTree((int) root.pid());
    Until.holds("the child runs", () -> root.descendants().findAny().isPresent());
    ProcessHandle child = root.descendants().findAny().orElseThrow();
    assertThat(tree.awaitEnd(Duration.ZERO)).isFalse();

    tree.terminate();

    assertThat(tree.awaitEnd(LONG)).isTrue();
    assertThat(root.isAlive()).isFalse();
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void what_does_not_want_to_end_is_ended_hard() throws IOException {
    Process root = start("trap '' TERM; echo ready; while :; do sleep 1000; done");
    assertThat(root.getInputStream().read()).isEqualTo('r');
    ProcessTree tree = new ProcessTree((int) root.pid());

    tree.terminate();
    assertThat(tree.awaitEnd(Duration.ofMillis(1))).isFalse();
    tree.kill();

    assertThat(tree.awaitEnd(LONG)).isTrue();
    assertThat(root.isAlive()).isFalse();
  }

  @Test
  void a_child_that_was_seen_is_ended_even_if_its_parent_is_gone() throws IOException {
    Process root = start("sleep 1000 & wait");
    ProcessTree tree = new ProcessTree((int) root.pid());
    Until.holds("the child runs", () -> root.descendants().findAny().isPresent());
    ProcessHandle child = root.descendants().findAny().orElseThrow();
    tree.look();
    root.destroyForcibly();
    Until.holds("the parent has ended", () -> !root.isAlive());
    assertThat(child.isAlive()).isTrue();

    tree.terminate();

    assertThat(tree.awaitEnd(LONG)).isTrue();
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void a_process_that_is_gone_already_does_no_harm() throws Exception {
    Process root = start("exit 0");
    assertThat(root.waitFor()).isZero();
    ProcessTree tree = new ProcessTree((int) root.pid());

    tree.terminate();
    tree.kill();

    assertThat(tree.awaitEnd(LONG)).isTrue();
  }

  private static Process start(String script) throws IOException {
    return new ProcessBuilder("/bin/sh", "-c", script).start();
  }
}
