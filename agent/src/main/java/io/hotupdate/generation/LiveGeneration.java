package io.hotupdate.generation;

import io.hotupdate.connection.Connections;
import io.hotupdate.connection.Farewell;
import io.hotupdate.linux.Address;
import io.hotupdate.linux.Libc;
import io.hotupdate.listener.Listener;
import io.hotupdate.listener.Listeners;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link Generation} in the real world: this process, its neighbours and its sockets. */
public final class LiveGeneration implements Orders {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final Listeners listeners;
  private final Connections connections;
  private final Settings settings;
  private final int number;
  private final Optional<Predecessor> predecessor;
  private final ScheduledExecutorService thread = SingleThread.create();
  private final Observers observers = new Observers();
  private final RealActions actions;
  private final Generation generation;

  /**
   * @param farewell tells clients in a drain to go elsewhere
   * @param inherit what the predecessor told; empty in the first generation
   */
  public LiveGeneration(
      Libc libc,
      Listeners listeners,
      Connections connections,
      Farewell farewell,
      Settings settings,
      Launch launch,
      Optional<Inherit> inherit)
      throws IOException {
    this.listeners = listeners;
    this.connections = connections;
    this.settings = settings;
    this.number = inherit.map(Inherit::generation).orElse(1);
    this.predecessor =
        inherit.isPresent()
            ? Optional.of(Predecessor.inherit(libc, listeners, inherit.get()))
            : Optional.empty();
    this.actions =
        new RealActions(
            libc,
            listeners,
            connections,
            farewell,
            settings,
            launch,
            number,
            predecessor,
            thread,
            observers);
    Generation.State state =
        inherit.isPresent() ? Generation.State.STARTING : Generation.State.SERVING;
    this.generation = new Generation(number, state, actions);
    actions.decider(generation);
    observers.add(new EventLog(number));
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

  @Override
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
          new Readiness(listeners, settings)
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

  @Override
  public Runnable observe(Observer observer) {
    observers.add(observer);
    return () -> observers.remove(observer);
  }

  @Override
  public CompletableFuture<Answer> update() {
    return CompletableFuture.supplyAsync(generation::update, thread);
  }

  @Override
  public CompletableFuture<Answer> rollBack() {
    return CompletableFuture.supplyAsync(generation::rollBack, thread);
  }

  @Override
  public Status status() throws IOException {
    Standing standing = standing();
    Set<Listener> all = new HashSet<>(listeners.all());
    all.addAll(listeners.behindGates());
    Set<Address> addresses = new HashSet<>(listeners.closedAddresses());
    all.forEach(listener -> addresses.add(listener.id().address()));
    List<Listener> sorted =
        all.stream().sorted(Comparator.comparing(listener -> listener.id().toString())).toList();
    return new Status(
        number,
        ProcessHandle.current().pid(),
        standing.state(),
        standing.since(),
        standing.predecessor(),
        standing.successor(),
        standing.probation(),
        sorted,
        connections.at(addresses));
  }

  /** What only the thread that decides knows. */
  private record Standing(
      String state,
      Instant since,
      Optional<Long> predecessor,
      Optional<Long> successor,
      Optional<Duration> probation) {}

  private Standing standing() throws IOException {
    try {
      return CompletableFuture.supplyAsync(this::lookAtStanding, thread)
          .get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the agent does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Standing lookAtStanding() {
    boolean rollingBack = generation.state() == Generation.State.ROLLING_BACK;
    Generation.State shown = rollingBack ? Generation.State.UPDATING : generation.state();
    boolean onProbation =
        generation.canTakeBack()
            || (shown == Generation.State.SERVING && generation.predecessorLives());
    return new Standing(
        shown.name().toLowerCase(Locale.ROOT),
        generation.since(),
        actions.predecessorPid().filter(pid -> generation.predecessorLives()),
        actions.successorPid(),
        Optional.of(actions.probationLeft()).filter(left -> onProbation && !left.isZero()));
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
    if (predecessor.isEmpty() || actions.hasServed()) {
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
      actions.awaitEnding();
    } catch (ExecutionException | TimeoutException e) {
      Log.error("while stopping", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
