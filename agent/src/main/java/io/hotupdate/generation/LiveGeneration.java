package io.hotupdate.generation;

import io.hotupdate.connection.Connections;
import io.hotupdate.linux.Libc;
import io.hotupdate.listener.Inherited;
import io.hotupdate.listener.KeptNames;
import io.hotupdate.listener.Listener;
import io.hotupdate.listener.Listeners;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** A {@link Generation} in the real world: this process, its neighbours and its sockets. */
public final class LiveGeneration {
  private static final Duration SERVING_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Libc libc;
  private final Listeners listeners;
  private final Connections connections;
  private final Settings settings;
  private final Launch launch;
  private final int number;
  private final Optional<Predecessor> predecessor;
  private final ScheduledExecutorService thread = SingleThread.create();
  private final Generation generation;
  private final List<Observer> observers = new CopyOnWriteArrayList<>();

  // All used by the one thread only.
  private Successor successor;
  private Drain drain;

  // What the successor serves; read by the drain too.
  private volatile List<Listener> taking = List.of();

  // Whether the gates have been opened; read by the application's threads.
  private volatile boolean served;

  // Ends a successor that failed.
  private volatile Thread ender;

  /**
   * @param inherit what the predecessor told; empty in the first generation
   */
  public LiveGeneration(
      Libc libc,
      Listeners listeners,
      Connections connections,
      Settings settings,
      Launch launch,
      Optional<Inherit> inherit)
      throws IOException {
    this.libc = libc;
    this.listeners = listeners;
    this.connections = connections;
    this.settings = settings;
    this.launch = launch;
    this.number = inherit.map(Inherit::generation).orElse(1);
    this.predecessor =
        inherit.isPresent()
            ? Optional.of(Predecessor.inherit(libc, listeners, inherit.get()))
            : Optional.empty();
    Generation.State state =
        inherit.isPresent() ? Generation.State.STARTING : Generation.State.SERVING;
    this.generation = new Generation(number, state, new RealActions());
  }

  /**
   * What the variable tells, if it is true.
   *
   * @throws IOException if the variable cannot be taken away
   */
  public static Optional<Inherit> verify(Libc libc, Optional<Inherit> told) throws IOException {
    Optional<Inherit> verified = told.filter(inherit -> Predecessor.isThere(libc, inherit));
    if (told.isPresent() && verified.isEmpty()) {
      Log.warn(
          Settings.INHERIT
              + " is set, but no predecessor has started this process; it begins as"
              + " generation 1");
      libc.unsetEnvironment(Settings.INHERIT);
    }
    return verified;
  }

  /** The number of this generation, 1 for the first. */
  public int number() {
    return number;
  }

  /** Begins to talk to the predecessor, if there is one, and to watch for the JVM's end. */
  public void start() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::jvmStops, "hotupdate-stop"));
    predecessor.ifPresent(
        neighbour -> {
          neighbour.listen(
              number,
              message -> thread.execute(() -> generation.predecessorSaid(message)),
              () -> thread.execute(generation::predecessorGone));
          new Readiness(listeners, settings.readyTimeout())
              .watch(
                  missing -> thread.execute(() -> generation.stillMissing(missing)),
                  () -> thread.execute(generation::ready),
                  () -> thread.execute(generation::notReadyInTime),
                  reason -> thread.execute(() -> generation.unusable(reason)));
        });
  }

  /** Asks for an update; returns at once. */
  public void requestUpdate() {
    thread.execute(generation::updateRequested);
  }

  /**
   * Has an observer told what happens from now on.
   *
   * @return what ends that
   */
  public Runnable observe(Observer observer) {
    observers.add(observer);
    return () -> observers.remove(observer);
  }

  /** Asks for an update; what comes of it, the observers are told. */
  public CompletableFuture<Answer> update() {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  /** Asks to end the successor that is starting or in its probation, and to serve again. */
  public CompletableFuture<Answer> rollBack() {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  /**
   * Looks at this generation, its listeners and its connections.
   *
   * @throws IOException if the kernel does not tell
   */
  public Status status() throws IOException {
    throw new IOException("not yet");
  }

  /** The application has bound a listener. */
  public void bound() {
    if (predecessor.isPresent()) {
      thread.execute(generation::bound);
    }
  }

  /**
   * The gate of a listener that has just been bound could not be closed. A successor that has not
   * been told to commit would serve clients without having proven itself: it ends at once, before
   * the application gets the listener.
   */
  public void gateStuck(String reason) {
    if (predecessor.isEmpty() || served) {
      Log.error("a listener may accept that should not: " + reason);
      return;
    }
    Log.error("cannot take over: " + reason);
    predecessor.ifPresent(neighbour -> neighbour.send(new Message.Failed(reason)));
    Runtime.getRuntime().halt(1);
  }

  private void jvmStops() {
    boolean onPurpose = Shutdown.isBySignal();
    try {
      thread
          .submit(onPurpose ? generation::stoppingOnPurpose : generation::stopping)
          .get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (ender != null) {
        // It ends by itself: it kills what does not end in time.
        ender.join();
      }
    } catch (ExecutionException | TimeoutException e) {
      Log.error("while stopping", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class RealActions implements Actions {
    @Override
    public Optional<String> obstacle() throws IOException {
      return listeners.all().isEmpty()
          ? Optional.of("this process has no listener yet, so there is nothing to hand over")
          : launch.obstacle();
    }

    @Override
    public int startSuccessor(int next) throws IOException {
      List<Listener> handedOver = listeners.all();
      List<Inherited> descriptions = listeners.describe(handedOver);
      Successor started;
      try {
        KeptNames.keep(handedOver, next);
        started = Successor.start(libc, launch, next, handedOver, descriptions);
      } catch (IOException | RuntimeException e) {
        KeptNames.giveBack(handedOver, next);
        throw e;
      }
      successor = started;
      started.listen(
          message -> thread.execute(() -> ifCurrent(started, () -> said(started, message))),
          how -> thread.execute(() -> gone(started, how)));
      later(
          settings.readyTimeout(),
          () -> ifCurrent(started, () -> generation.readyTimeout(settings.readyTimeout())));
      return started.pid();
    }

    private void said(Successor speaker, Message message) {
      speaker.look();
      generation.successorSaid(message);
    }

    private void gone(Successor speaker, String how) {
      ifCurrent(speaker, () -> generation.successorGone(how));
      speaker.close();
    }

    private void ifCurrent(Successor expected, Runnable body) {
      if (successor == expected) {
        body.run();
      }
    }

    @Override
    public boolean tellSuccessor(Message message) {
      return successor != null && successor.send(message);
    }

    @Override
    public void endSuccessor() {
      Successor ending = successor;
      if (ending == null) {
        return;
      }
      ender =
          DaemonThread.start(
              "end",
              () -> {
                try {
                  ending.end(settings.exitTimeout());
                } finally {
                  thread.execute(() -> ifCurrent(ending, generation::successorEnded));
                }
              });
    }

    @Override
    public void forgetSuccessor() {
      successor = null;
    }

    @Override
    public void undoUpdate() throws IOException {
      List<Listener> handedOver = successor.listeners();
      successor = null;
      KeptNames.giveBack(handedOver, number + 1);
    }

    @Override
    public List<String> lastLines() {
      return successor == null ? List.of() : successor.lastLines();
    }

    @Override
    public void tellPredecessor(Message message) {
      predecessor.ifPresent(neighbour -> neighbour.send(message));
    }

    @Override
    public void serve() throws IOException {
      listeners.open();
      served = true;
      predecessor.ifPresent(Predecessor::takeOverOutput);
      wakeAgain(1);
    }

    /** For a thread that was between reading its descriptor and waiting when the gates swung. */
    private void wakeAgain(int times) {
      if (times <= 8) {
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
    public Set<Integer> adopted() {
      return listeners.adopted();
    }

    @Override
    public void forgetPredecessor() throws IOException {
      listeners.forgetInheritance();
    }

    @Override
    public void expectServing() {
      Successor committed = successor;
      later(
          SERVING_LIMIT,
          () -> ifCurrent(committed, () -> generation.servingTimeout(SERVING_LIMIT)));
    }

    @Override
    public void closeGates(Set<Integer> taken) throws IOException {
      taking = successor.listeners(taken);
      listeners.close(taking);
    }

    @Override
    public void drain() throws IOException {
      List<Listener> all = new ArrayList<>(successor.listeners());
      all.addAll(listeners.all());
      connections.listeningAt(
          all.stream().map(listener -> listener.id().address()).collect(Collectors.toSet()));
      connections.listeningAt(listeners.closedAddresses());
      drain = new Drain(listeners, connections, settings, () -> taking);
      drain.start(() -> thread.execute(generation::drained));
      Successor watched = successor;
      later(settings.probation(), () -> ifCurrent(watched, generation::probationOver));
    }

    @Override
    public void takeBack() throws IOException {
      drain.stop();
      listeners.open();
      wakeAgain(1);
    }

    @Override
    public void letGo() throws IOException {
      listeners.abandon();
    }

    @Override
    public void exit() {
      Shutdown.begin(settings.exitTimeout());
    }

    private void later(Duration delay, Runnable task) {
      ScheduledFuture<?> unused = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
