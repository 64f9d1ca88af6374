package io.hotupdate.generation;

import io.hotupdate.connection.Connections;
import io.hotupdate.connection.Farewell;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.ProcessMemory;
import io.hotupdate.listener.Inherited;
import io.hotupdate.listener.KeptNames;
import io.hotupdate.listener.Listener;
import io.hotupdate.listener.Listeners;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a generation does, done with this process, its neighbours and its sockets. Used by the one
 * thread on which it decides, where nothing else is said.
 */
final class RealActions implements Actions {
  private static final Duration SERVING_LIMIT = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final int WAKE_UPS = 8;

  private final Libc libc;
  private final Listeners listeners;
  private final Connections connections;
  private final Farewell farewell;
  private final Settings settings;
  private final Launch launch;
  private final SuccessorMemory memory;
  private final int number;
  private final Optional<Predecessor> predecessor;
  private final ScheduledExecutorService thread;
  private final Observers observers;
  private final Retired retired = new Retired();
  private Generation generation;
  private Optional<Successor> successor = Optional.empty();
  private Optional<Drain> drain = Optional.empty();
  private long commitTime = System.nanoTime();

  // What another generation serves; read by the drain.
  private volatile List<Listener> taking = List.of();

  // Whether the gates have been opened; read by the application's threads.
  private volatile boolean served;

  // Ends a successor that failed.
  private volatile Optional<Thread> ender = Optional.empty();

  RealActions(
      Libc libc,
      Listeners listeners,
      Connections connections,
      Farewell farewell,
      Settings settings,
      Launch launch,
      int number,
      Optional<Predecessor> predecessor,
      ScheduledExecutorService thread,
      Observers observers) {
    this.libc = libc;
    this.listeners = listeners;
    this.connections = connections;
    this.farewell = farewell;
    this.settings = settings;
    this.launch = launch;
    this.memory = new SuccessorMemory(settings.memory(), new ProcessMemory(Path.of("/")));
    this.number = number;
    this.predecessor = predecessor;
    this.thread = thread;
    this.observers = observers;
  }

  /** Who decides; told once, before anything happens. */
  void decider(Generation decides) {
    generation = decides;
  }

  /** Whether the gates have ever been opened; may be asked by any thread. */
  boolean hasServed() {
    return served;
  }

  /** How long the probation that began with the last commit still lasts; zero if it is over. */
  Duration probationLeft() {
    Duration whole = longer(settings.probation(), settings.ramp());
    Duration left = whole.minusNanos(System.nanoTime() - commitTime);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Waits for the end of a successor that is being ended. It comes: what does not end is killed.
   */
  void awaitEnding() throws InterruptedException {
    if (ender.isPresent()) {
      ender.get().join();
    }
  }

  // ---- the successor

  @Override
  public Optional<String> obstacle() throws IOException {
    if (listeners.all().isEmpty()) {
      return Optional.of("this process has no listener yet, so there is nothing to hand over");
    }
    return listeners.obstacle().or(launch::obstacle).or(memory::obstacle);
  }

  @Override
  public int startSuccessor(int next) throws IOException {
    List<Listener> handedOver = listeners.all();
    List<Inherited> descriptions = listeners.describe(handedOver);
    sweep(handedOver);
    Successor started;
    try {
      KeptNames.keep(handedOver, next);
      started = Successor.start(libc, launch, next, handedOver, descriptions);
      listen(started);
    } catch (IOException | RuntimeException e) {
      KeptNames.giveBack(handedOver, next);
      throw e;
    }
    successor = Optional.of(started);
    Duration limit = settings.readyTimeout();
    later(limit, () -> ifCurrent(started, () -> generation.readyTimeout(limit)));
    return started.pid();
  }

  private void listen(Successor started) throws IOException {
    started.listen(
        message -> thread.execute(() -> said(started, message)),
        () -> thread.execute(() -> ifCurrent(started, generation::successorLost)),
        how -> thread.execute(() -> gone(started, how)));
  }

  private void sweep(List<Listener> handedOver) {
    try {
      KeptNames.sweep(handedOver, number);
    } catch (IOException e) {
      // It is in nobody's way.
      Log.warn("cannot look for what killed generations left: " + e);
    }
  }

  private void said(Successor speaker, Message message) {
    speaker.heard(message);
    if (retired.has(speaker)) {
      generation.retiredSaid(message);
    }
    ifCurrent(speaker, () -> generation.successorSaid(message));
  }

  private void gone(Successor speaker, String how) {
    ifCurrent(speaker, () -> generation.successorGone(how));
    if (retired.gone(speaker, how)) {
      // Its channel is closed, but something of it may still run.
      end(speaker, () -> {});
    }
    speaker.close();
  }

  private void ifCurrent(Successor expected, Runnable body) {
    if (isCurrent(expected)) {
      body.run();
    }
  }

  private boolean isCurrent(Successor expected) {
    return successor.filter(current -> current == expected).isPresent();
  }

  @Override
  public boolean tellSuccessor(Message message) {
    return successor.isPresent() && successor.get().send(message);
  }

  @Override
  public boolean successorLives() {
    return successor.filter(Successor::lives).isPresent();
  }

  @Override
  public Optional<Long> successorPid() {
    return successor.map(Successor::servingPid);
  }

  @Override
  public void expectServing() {
    Successor committed = successor.orElseThrow();
    later(
        SERVING_LIMIT, () -> ifCurrent(committed, () -> generation.servingTimeout(SERVING_LIMIT)));
  }

  @Override
  public void endSuccessor() {
    successor.ifPresent(
        ending ->
            end(ending, () -> thread.execute(() -> ifCurrent(ending, generation::successorEnded))));
  }

  private void end(Successor ending, Runnable ended) {
    ender =
        Optional.of(
            DaemonThread.start(
                "end",
                () -> {
                  try {
                    ending.end(settings.exitTimeout());
                  } finally {
                    ended.run();
                  }
                }));
  }

  @Override
  public void forgetSuccessor() {
    successor = Optional.empty();
  }

  @Override
  public void undoUpdate() throws IOException {
    Successor failed = successor.orElseThrow();
    successor = Optional.empty();
    KeptNames.giveBack(failed.listeners(), failed.generation());
  }

  @Override
  public List<String> lastLines() {
    return successor.map(Successor::lastLines).orElse(List.of());
  }

  @Override
  public void retireSuccessor() {
    Successor leaving = successor.orElseThrow();
    successor = Optional.empty();
    retired.add(leaving);
    later(
        SERVING_LIMIT,
        () -> {
          if (retired.has(leaving) && !leaving.hasYielded()) {
            Log.warn(
                "generation " + leaving.generation() + " does not stop accepting; it is ended");
            end(leaving, () -> {});
          }
        });
  }

  @Override
  public void tellRetired(Message message) {
    retired.tell(message);
  }

  // ---- the predecessor

  @Override
  public boolean tellPredecessor(Message message) {
    return predecessor.isPresent() && predecessor.get().send(message);
  }

  @Override
  public Optional<Long> predecessorPid() {
    return predecessor.map(Predecessor::pid);
  }

  @Override
  public Set<Integer> adopted() {
    return listeners.adopted();
  }

  @Override
  public void forgetPredecessor() throws IOException {
    listeners.forgetInheritance();
  }

  // ---- the gates

  @Override
  public void serve() throws IOException {
    listeners.open();
    served = true;
    commitTime = System.nanoTime();
    predecessor.ifPresent(Predecessor::takeOverOutput);
    wakeAgain(1);
  }

  /** For a thread that was between reading its descriptor and waiting when the gates swung. */
  private void wakeAgain(int times) {
    if (times <= WAKE_UPS) {
      later(
          Duration.ofMillis(5L << times),
          () -> {
            try {
              listeners.wake();
            } catch (IOException e) {
              Log.warn("cannot wake the accepting threads: " + e.getMessage());
            }
            wakeAgain(times + 1);
          });
    }
  }

  @Override
  public void closeGates(Set<Integer> taken) throws IOException {
    taking = successor.orElseThrow().listeners(taken);
    listeners.close(taking);
  }

  @Override
  public void closeAllGates() throws IOException {
    taking = listeners.all();
    listeners.close(taking);
  }

  @Override
  public void takeBack() throws IOException {
    drain.ifPresent(Drain::stop);
    drain = Optional.empty();
    taking = List.of();
    listeners.open();
    wakeAgain(1);
  }

  @Override
  public void letGo() throws IOException {
    listeners.abandon();
  }

  // ---- the end

  @Override
  public void beginProbation() {
    commitTime = System.nanoTime();
    Successor watched = successor.orElseThrow();
    later(probationLeft(), () -> ifCurrent(watched, generation::probationOver));
  }

  @Override
  public boolean beginRamp() {
    if (settings.ramp().isZero()) {
      return false;
    }
    Successor watched = successor.orElseThrow();
    later(settings.ramp(), () -> ifCurrent(watched, generation::rampOver));
    return true;
  }

  @Override
  public void drain() {
    // After a rollback nobody is on probation.
    Duration atLeast = successor.isPresent() ? probationLeft() : Duration.ZERO;
    Drain begun =
        new Drain(
            listeners,
            connections,
            farewell,
            settings,
            () -> taking,
            successor.map(Successor::listeners).orElse(List.of()),
            atLeast,
            number,
            event -> thread.execute(() -> observers.happened(event)));
    drain = Optional.of(begun);
    begun.start(() -> thread.execute(() -> drained(begun)));
  }

  private void drained(Drain ended) {
    // Not one that has been stopped since.
    if (drain.filter(current -> current == ended).isPresent()) {
      generation.drained();
    }
  }

  @Override
  public void publish(Event event) {
    observers.happened(event);
  }

  @Override
  public void exit() {
    Shutdown.begin(settings.exitTimeout());
  }

  @Override
  public void soon(Runnable task) {
    later(SOON, task);
  }

  private void later(Duration delay, Runnable task) {
    ScheduledFuture<?> unused = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
