package io.hotupdate.generation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes down what a generation has done: {@code >} is told to the successor, {@code <} to the
 * predecessor.
 */
final class RecordedActions implements Actions {
  private final List<String> done = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final Observer log = new EventLog(1);
  private boolean ramp;
  private boolean successorLives = true;
  private Optional<String> obstacle = Optional.empty();
  private final List<Runnable> soon = new ArrayList<>();
  private String refused = "";

  List<String> done() {
    return List.copyOf(done);
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  /** From now on both generations accept for a while. */
  void ramp() {
    ramp = true;
  }

  void forget() {
    done.clear();
    events.clear();
  }

  void obstacle(String reason) {
    obstacle = Optional.of(reason);
  }

  /** From now on the action of this name throws. */
  void refuse(String action) {
    refused = action;
  }

  /** Does what is to be done a moment later. */
  void doSoon() {
    List<Runnable> now = List.copyOf(soon);
    soon.clear();
    now.forEach(Runnable::run);
  }

  private void record(String action) throws IOException {
    done.add(action);
    if (!refused.isEmpty() && action.startsWith(refused)) {
      throw new IOException("no " + action);
    }
  }

  @Override
  public Optional<String> obstacle() throws IOException {
    if (refused.equals("obstacle")) {
      throw new IOException("no obstacle");
    }
    return obstacle;
  }

  @Override
  public int startSuccessor(int generation) throws IOException {
    record("start " + generation);
    return 4711;
  }

  @Override
  public boolean tellSuccessor(Message message) {
    done.add(">" + message.line());
    return !refused.equals("tell");
  }

  /** From now on the successor's end of the channel is closed. */
  void successorDies() {
    successorLives = false;
  }

  @Override
  public boolean successorLives() {
    return successorLives;
  }

  @Override
  public Optional<Long> successorPid() {
    return Optional.of(4711L);
  }

  @Override
  public void retireSuccessor() {
    done.add("retire");
  }

  @Override
  public void tellRetired(Message message) {
    done.add("retired>" + message.line());
  }

  @Override
  public void endSuccessor() {
    done.add("end");
  }

  @Override
  public void forgetSuccessor() {
    done.add("forget successor");
  }

  @Override
  public List<String> lastLines() {
    return List.of("java.lang.Error: from the successor");
  }

  @Override
  public boolean tellPredecessor(Message message) {
    done.add("<" + message.line());
    return !refused.equals("tell");
  }

  @Override
  public Optional<Long> predecessorPid() {
    return Optional.of(4709L);
  }

  @Override
  public void serve() throws IOException {
    record("serve");
  }

  @Override
  public Set<Integer> adopted() {
    return Set.of(0);
  }

  @Override
  public void forgetPredecessor() throws IOException {
    record("forget predecessor");
  }

  @Override
  public void undoUpdate() throws IOException {
    record("undo");
  }

  @Override
  public void expectServing() {
    done.add("expect serving");
  }

  @Override
  public void closeGates(Set<Integer> taken) throws IOException {
    record("close gates " + new TreeSet<>(taken));
  }

  @Override
  public void closeAllGates() throws IOException {
    record("close all gates");
  }

  @Override
  public void beginProbation() {
    done.add("probation");
  }

  @Override
  public boolean beginRamp() {
    if (ramp) {
      done.add("ramp");
    }
    return ramp;
  }

  @Override
  public void publish(Event event) {
    events.add(event);
    log.happened(event);
  }

  @Override
  public void drain() {
    done.add("drain");
  }

  @Override
  public void soon(Runnable task) {
    soon.add(task);
  }

  @Override
  public void takeBack() throws IOException {
    record("take back");
  }

  @Override
  public void letGo() throws IOException {
    record("let go");
  }

  @Override
  public void exit() {
    done.add("exit");
  }
}
