package io.hotupdate.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.Until;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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

  @Test
  void where_the_kernel_does_not_list_processes_the_root_is_ended() throws IOException {
    Process root = start("sleep 1000");
    ProcessHandle unlisted =
        handle(
            root.toHandle(),
            () -> {
              throw new RuntimeException("Too many open files (Unable to open /proc)");
            });
    ProcessTree tree = new ProcessTree(unlisted);

    tree.look();
    tree.terminate();

    assertThat(tree.awaitEnd(LONG)).isTrue();
    assertThat(root.isAlive()).isFalse();
  }

  @Test
  void it_can_be_looked_at_while_it_is_being_ended() throws IOException {
    Process root = start("sleep 1000");
    List<Process> others = new ArrayList<>(List.of(start("sleep 1000")));
    AtomicReference<ProcessTree> tree = new AtomicReference<>();
    ProcessHandle looking =
        (ProcessHandle)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ProcessHandle.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("hashCode")) {
                    return 1;
                  }
                  if (method.getName().equals("equals")) {
                    return proxy == arguments[0];
                  }
                  if (method.getName().equals("descendants")) {
                    return others.stream().map(Process::toHandle);
                  }
                  if (method.getName().equals("destroy")) {
                    others.add(start("sleep 1000"));
                    tree.get().look();
                  }
                  return method.invoke(root.toHandle(), arguments);
                });
    tree.set(new ProcessTree(looking));

    tree.get().terminate();
    tree.get().kill();

    assertThat(tree.get().awaitEnd(LONG)).isTrue();
    assertThat(others).noneMatch(Process::isAlive);
  }

  private static ProcessHandle handle(ProcessHandle real, Supplier<Object> descendants) {
    return (ProcessHandle)
        Proxy.newProxyInstance(
            ProcessTreeTest.class.getClassLoader(),
            new Class<?>[] {ProcessHandle.class},
            (proxy, method, arguments) ->
                method.getName().equals("descendants")
                    ? descendants.get()
                    : method.invoke(real, arguments));
  }

  private static Process start(String script) throws IOException {
    return new ProcessBuilder("/bin/sh", "-c", script).start();
  }
}
