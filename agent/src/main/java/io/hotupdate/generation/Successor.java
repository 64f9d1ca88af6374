package io.hotupdate.generation;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.ProcessTree;
import io.hotupdate.linux.SpawnRequest;
import io.hotupdate.listener.Inherited;
import io.hotupdate.listener.Listener;
import io.hotupdate.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The successor as the predecessor sees it: a process, a channel, and what it writes. */
final class Successor {
  private static final Duration STATUS_WAIT = Duration.ofSeconds(5);

  private final Libc libc;
  private final int generation;
  private final int pid;
  private final Channel channel;
  private final Output output;
  private final ProcessTree tree;
  private final List<Listener> listeners;
  private final CompletableFuture<String> end = new CompletableFuture<>();

  // It may be a start script that was started, and another process that serves.
  private long servingPid;
  private boolean yielded;

  private Successor(
      Libc libc,
      int generation,
      int pid,
      Channel channel,
      Output output,
      List<Listener> listeners) {
    this.libc = libc;
    this.generation = generation;
    this.pid = pid;
    this.servingPid = pid;
    this.channel = channel;
    this.output = output;
    this.listeners = listeners;
    this.tree = new ProcessTree(pid);
  }

  /**
   * Starts a successor.
   *
   * @param generation its number
   * @param handedOver the listeners it inherits
   * @param descriptions what it is told of them, in the same order
   */
  static Successor start(
      Libc libc,
      Launch launch,
      int generation,
      List<Listener> handedOver,
      List<Inherited> descriptions)
      throws IOException {
    Output output = new Output(libc);
    int[] pair;
    try {
      pair = libc.socketPair();
    } catch (LinuxException e) {
      output.abandon();
      throw e;
    }
    List<Integer> duplicates = new ArrayList<>();
    try {
      // In the child the descriptors get the lowest numbers, so none of their sources may be there.
      int lowest = SpawnRequest.FIRST_INHERITED + 3 + handedOver.size();
      List<Integer> inherited = new ArrayList<>(List.of(pair[1], 1, 2));
      handedOver.forEach(listener -> inherited.add(listener.fd()));
      for (int fd : inherited) {
        duplicates.add(libc.duplicate(fd, lowest));
      }
      int out = libc.duplicate(output.output(), lowest);
      duplicates.add(out);
      int error = libc.duplicate(output.error(), lowest);
      duplicates.add(error);
      Inherit inherit =
          new Inherit(generation, ProcessHandle.current().pid(), List.copyOf(descriptions));
      int pid =
          libc.spawn(
              launch.again(
                  inherit, out, error, List.copyOf(duplicates.subList(0, inherited.size()))));
      begin(output, pid);
      return new Successor(libc, generation, pid, new Channel(libc, pair[0]), output, handedOver);
    } catch (NotWatched e) {
      // Whatever reads its output already ends with it.
      libc.close(pair[0]);
      throw e;
    } catch (IOException | RuntimeException e) {
      libc.close(pair[0]);
      output.abandon();
      throw e;
    } finally {
      libc.close(pair[1]);
      for (int fd : duplicates) {
        libc.close(fd);
      }
    }
  }

  /** A process that was started and ended again, because the agent cannot watch it. */
  private static final class NotWatched extends IOException {
    private static final long serialVersionUID = 1;

    NotWatched(Throwable cause) {
      super("it cannot be watched: " + cause.getMessage(), cause);
    }
  }

  private static void begin(Output output, int pid) throws NotWatched {
    try {
      output.started();
    } catch (LinuxException | OutOfMemoryError e) {
      // Before its channel is closed, or it would take itself for an orphan and take over.
      new ProcessTree(pid).kill();
      throw new NotWatched(e);
    }
  }

  /**
   * Begins to listen to it.
   *
   * @param messages is given what it says
   * @param lost is called once, at once when its end of the channel is closed
   * @param gone is called once after that, with how it ended
   * @throws IOException if there is no thread for it; then it has been ended
   */
  void listen(Consumer<Message> messages, Runnable lost, Consumer<String> gone) throws IOException {
    try {
      listenOnThreads(messages, lost, gone);
    } catch (OutOfMemoryError noThread) {
      tree.kill();
      close();
      throw new NotWatched(noThread);
    }
  }

  private void listenOnThreads(Consumer<Message> messages, Runnable lost, Consumer<String> gone) {
    DaemonThread.start("wait", this::awaitEnd);
    channel.listen(
        "successor",
        messages,
        () -> {
          lost.run();
          gone.accept(howItEnded());
        });
  }

  private void awaitEnd() {
    try {
      OptionalInt status = libc.await(pid);
      end.complete(status.isPresent() ? ExitStatus.describe(status.getAsInt()) : "ended");
    } catch (LinuxException e) {
      end.complete("ended (" + e.getMessage() + ")");
    }
  }

  private String howItEnded() {
    try {
      return end.get(STATUS_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException stillRuns) {
      return "closed its channel";
    } catch (InterruptedException | ExecutionException e) {
      return "ended (" + e + ")";
    }
  }

  /**
   * Tells it something.
   *
   * @return false if it is gone; {@link #listen} tells that too
   */
  boolean send(Message message) {
    try {
      return channel.send(message);
    } catch (LinuxException gone) {
      Log.debug("not sent to pid " + pid + ", " + message + ": " + gone.getMessage());
      return false;
    }
  }

  /** Whether its end of the channel is open, as far as the kernel knows. */
  boolean lives() {
    try {
      return !channel.isHungUp();
    } catch (LinuxException e) {
      Log.warn(e.getMessage());
      return true;
    }
  }

  /** Takes note of what it says of itself, and of the processes it has started by now. */
  void heard(Message message) {
    tree.look();
    if (message instanceof Message.Hello hello) {
      servingPid = hello.pid();
    } else if (message instanceof Message.Yielded) {
      yielded = true;
    }
  }

  /** Whether it has stopped accepting, as it was told to. */
  boolean hasYielded() {
    return yielded;
  }

  /**
   * Ends it and what it started: asks, and after the time given ends it hard. Returns when nothing
   * of it runs any more.
   */
  void end(Duration patience) {
    tree.terminate();
    if (!tree.awaitEnd(patience)) {
      tree.kill();
      tree.awaitEnd(Duration.ofSeconds(10));
    }
  }

  /** The listeners of this process at the places the successor named. */
  List<Listener> listeners(Set<Integer> places) {
    return places.stream()
        .filter(place -> place >= 0 && place < listeners.size())
        .map(listeners::get)
        .toList();
  }

  /** All listeners that were handed over. */
  List<Listener> listeners() {
    return listeners;
  }

  /** The last lines it wrote before it served. */
  List<String> lastLines() {
    return output.lastLines();
  }

  /** The number of the process that was started; a start script may have started another. */
  int pid() {
    return pid;
  }

  /** The number of the process that serves. */
  long servingPid() {
    return servingPid;
  }

  /** Its number among the generations. */
  int generation() {
    return generation;
  }

  /** Gives the channel back, once {@link #listen} has told that it is gone. */
  void close() {
    try {
      channel.close();
    } catch (LinuxException e) {
      Log.warn(e.getMessage());
    }
  }
}
