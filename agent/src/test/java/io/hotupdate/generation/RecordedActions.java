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
  private Optional<String> obstacle = Optional.empty();
  private String refused = "";

  List<String> done() {
    return List.copyOf(done);
  }

  void forget() {
    done.clear();
  }

  void obstacle(String reason) {
    obstacle = Optional.of(reason);
  }

  /** From now on the action of this name throws. */
  void refuse(String action) {
    refused = action;
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
  public void tellPredecessor(Message message) {
    done.add("<" + message.line());
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
  public void drain() throws IOException {
    record("drain");
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
