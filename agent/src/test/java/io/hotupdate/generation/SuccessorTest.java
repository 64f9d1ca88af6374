package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LibcProxy;
import io.hotupdate.linux.RealLibc;
import io.hotupdate.linux.SpawnRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuccessorTest {
  private static final int INPUT_OUTPUT_ERROR = 5;

  private final Libc real = RealLibc.get();
  private final AtomicInteger pid = new AtomicInteger();
  private final AtomicBoolean refused = new AtomicBoolean();

  @TempDir private Path directory;

  @Test
  void a_process_that_cannot_be_watched_is_ended_and_does_not_take_itself_for_an_orphan()
      throws IOException {
    Path orphan = directory.resolve("orphan");
    Libc libc = LibcProxy.before(this::find, real);
    // The end of its channel, descriptor 3, is the death of its predecessor.
    Launch launch = launch(libc, "/bin/sh", "-c", "read line <&3; echo > " + orphan);

    assertThatThrownBy(() -> Successor.start(libc, launch, 2, List.of(), List.of()))
        .hasMessageStartingWith("it cannot be watched: ");

    assertThat(ExitStatus.describe(real.await(pid.get()).orElseThrow()))
        .isEqualTo("was killed by signal 9 (SIGKILL)");
    assertThat(orphan).doesNotExist();
  }

  /** The first descriptor that is closed after the start is not. */
  private LibcProxy.Call find(String name, Object[] arguments) {
    if (name.equals("spawn")) {
      return request -> {
        pid.set(real.spawn((SpawnRequest) request[0]));
        return pid.get();
      };
    }
    boolean refuse = name.equals("close") && pid.get() != 0 && refused.compareAndSet(false, true);
    return refuse ? LibcProxy.refuse("close", INPUT_OUTPUT_ERROR) : null;
  }

  private static Launch launch(Libc libc, String... arguments) {
    List<byte[]> environment = List.of("PATH=/bin".getBytes(StandardCharsets.UTF_8));
    List<byte[]> words =
        List.of(arguments).stream().map(a -> a.getBytes(StandardCharsets.UTF_8)).toList();
    return new Launch(libc, words, environment, StartDirectory.remember(environment));
  }
}
