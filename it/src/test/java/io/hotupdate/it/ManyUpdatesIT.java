package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.KeepAlive;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.NewConnections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One update after the other, and each generation is like the one before it. {@code
 * -Dhotupdate.it.updates=100} makes a hundred of them.
 */
class ManyUpdatesIT {
  private static final int UPDATES = Integer.getInteger("hotupdate.it.updates", 12);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration REST = Duration.ofMillis(20);

  /** What the heap of an idle server may differ by. A copy of a process would be far more. */
  private static final long MOST_KIB_MORE = 64 * 1024;

  @Test
  @Timeout(3600)
  void nothing_grows_from_generation_to_generation() throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path temporary = Files.createDirectory(deployment.directory().resolve("tmp"));
    Path control = deployment.directory().resolve("control");
    Path run = Files.createDirectory(deployment.directory().resolve("run"));
    List<Path> directories = List.of(temporary, control, run);
    List<Long> resident = new ArrayList<>();
    try (ServerProcess service =
        Launch.of(Matrix.jdks().findFirst().orElseThrow(), deployment)
            .jvm("-Djava.io.tmpdir=" + temporary)
            .env("HOTUPDATE_IDLE_TIMEOUT", "1s")
            .env("HOTUPDATE_PROBATION", "500ms")
            .env("HOTUPDATE_CONTROL", control.toString())
            .env("HOTUPDATE_PIDFILE", run.resolve("service.pid").toString())
            .listen("127.0.0.1:" + Ports.free())
            .start()) {
      long pid = service.awaitStart();
      Footprint first = new Footprint(List.of(), List.of(), "", List.of(), List.of());
      for (int update = 1; update <= UPDATES; update++) {
        long successor = update(service, deployment, pid, update + 1);
        service.awaitExit(pid, LONGEST);
        pid = successor;
        if (update == 1) {
          first = Footprint.settled(pid, directories);
        } else {
          expectSame(first, pid, directories, service);
        }
        assertThat(service.running()).as("processes after update %d", update).containsExactly(pid);
        resident.add(Processes.residentKib(pid));
      }
      System.out.println(UPDATES + " updates; each left " + first);
      System.out.printf(
          Locale.ROOT,
          "resident after its update: first %,d KiB, last %,d KiB, most %,d KiB%n",
          resident.get(0),
          resident.get(UPDATES - 1),
          resident.stream().mapToLong(Long::longValue).max().orElse(0));
      assertThat(resident.get(UPDATES - 1)).isLessThan(resident.get(0) + MOST_KIB_MORE);
    }
  }

  private static long update(ServerProcess service, Deployment deployment, long pid, int version) {
    try (LoadMix mix =
        new LoadMix()
            .start(1, new NewConnections(service.target(), REST))
            .start(1, new KeepAlive(service.target(), 50, LONGEST, REST, Duration.ZERO))) {
      deployment.deploy(Integer.toString(version));
      service.hup(pid);
      long successor = service.awaitServing(Integer.toString(version));
      assertThat(mix.stop().failures()).as("%s\n%s", mix.tally(), service.stderr()).isZero();
      return successor;
    }
  }

  private static void expectSame(
      Footprint first, long pid, List<Path> directories, ServerProcess service) {
    await("generation " + pid + " to be like the first successor")
        .atMost(LONGEST)
        .untilAsserted(
            () ->
                assertThat(Footprint.of(pid, directories))
                    .as(() -> service.stderr())
                    .isEqualTo(first));
  }

  /**
   * What a generation at rest has.
   *
   * @param descriptors what each is, without what is another number in each process
   * @param environment without the value of the variable that names what was inherited
   * @param commandLine as started
   * @param threads those of the agent
   * @param files in the directories that the agent writes to, without the process number
   */
  private record Footprint(
      List<String> descriptors,
      List<String> environment,
      String commandLine,
      List<String> threads,
      List<String> files) {
    private static final int SAME_LOOKS = 5;

    static Footprint of(long pid, List<Path> directories) {
      return new Footprint(
          kinds(pid),
          Processes.environment(pid).stream()
              .map(entry -> entry.startsWith("HOTUPDATE_INHERIT=") ? "HOTUPDATE_INHERIT" : entry)
              .toList(),
          Processes.commandLine(pid),
          Processes.threadNames(pid).stream().filter(name -> name.startsWith("hotupdate")).toList(),
          directories.stream().flatMap(directory -> files(directory, pid)).toList());
    }

    /** Waits until it stays the same, and is not what the update has yet to let go of. */
    static Footprint settled(long pid, List<Path> directories) {
      List<Footprint> same = new ArrayList<>();
      await("pid=" + pid + " to come to rest")
          .atMost(LONGEST)
          .until(
              () -> {
                Footprint look = of(pid, directories);
                if (!same.contains(look)) {
                  same.clear();
                }
                same.add(look);
                return same.size() == SAME_LOOKS;
              });
      return same.get(0);
    }

    private static List<String> kinds(long pid) {
      var listeners = TcpTable.listeners();
      return Processes.descriptors(pid).values().stream()
          .map(link -> link.startsWith("socket:[") && listeners.contains(link) ? "listener" : link)
          .map(link -> link.replaceAll("^(socket|pipe):\\[.*", "$1"))
          .sorted()
          .toList();
    }

    private static Stream<String> files(Path directory, long pid) {
      if (!Files.exists(directory)) {
        return Stream.of();
      }
      try (Stream<Path> files = Files.list(directory)) {
        return files
            .map(file -> file.toString().replace(Long.toString(pid), "PID"))
            .sorted()
            .toList()
            .stream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Without what is long and of no interest. */
    @Override
    public String toString() {
      return "descriptors "
          + descriptors
          + ", "
          + environment.size()
          + " variables, threads "
          + threads
          + ", files "
          + files;
    }
  }
}
