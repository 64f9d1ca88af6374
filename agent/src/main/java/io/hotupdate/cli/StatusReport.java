package io.hotupdate.cli;

import io.hotupdate.settings.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What {@code status} shows to people. */
final class StatusReport {
  private static final int SHOWN = 20;

  private final ServerStatus status;
  private final Instant now;
  private final List<String> lines = new ArrayList<>();

  private StatusReport(ServerStatus status, Instant now) {
    this.status = status;
    this.now = now;
  }

  /**
   * @param all whether to show every connection, and not only the first {@value #SHOWN}
   */
  static List<String> of(ServerStatus status, Instant now, boolean all) {
    StatusReport report = new StatusReport(status, now);
    report.head();
    report.connections(all ? Integer.MAX_VALUE : SHOWN);
    return List.copyOf(report.lines);
  }

  private void head() {
    if (status.isLeaving()) {
      lines.add(whatItWaitsFor());
      lines.add("");
    }
    field("pid", Long.toString(status.pid()));
    field("generation", Long.toString(status.generation()));
    field("state", status.state() + " for " + Figures.time(Duration.between(status.since(), now)));
    status.predecessor().ifPresent(pid -> field("predecessor", "pid " + pid));
    status.successor().ifPresent(pid -> field("successor", "pid " + pid));
    status.probation().ifPresent(left -> field("probation", Durations.format(left) + " left"));
    field(
        "listeners", status.listeners().isEmpty() ? "none" : String.join(", ", status.listeners()));
    field(
        "connections",
        status.live() + " (" + status.busy() + " busy, " + status.quiet() + " quiet)");
    field("agent", status.agent());
  }

  private void field(String name, String value) {
    lines.add(name + " ".repeat(13 - name.length()) + value);
  }

  private String whatItWaitsFor() {
    if (status.state().equals("exiting")) {
      return "It waits for the application's shutdown hooks.";
    }
    if (status.live() == 0) {
      return status
          .probation()
          .map(left -> "It waits for the end of the probation, " + Durations.format(left) + ".")
          .orElse("It waits for nothing any more and is about to exit.");
    }
    if (status.busy() > 0 && status.quiet() > 0) {
      return "It waits for "
          + Figures.count(status.live(), "connection")
          + ": "
          + status.busy()
          + " busy, "
          + status.quiet()
          + " quiet.";
    }
    return "It waits for "
        + Figures.count(status.live(), (status.busy() > 0 ? "busy" : "quiet") + " connection")
        + ".";
  }

  private void connections(int limit) {
    List<ClientConnection> shown = status.connections().stream().limit(limit).toList();
    if (shown.isEmpty()) {
      return;
    }
    Table table = new Table("PEER", "LOCAL", "ACTIVITY", "AGE", "RECEIVED", "SENT", "THREAD");
    for (ClientConnection connection : shown) {
      table.row(
          connection.peer(),
          connection.local(),
          connection.activity() + " " + Figures.time(connection.still()),
          connection.age().map(Figures::time).orElse("-"),
          bytes(connection.received()),
          bytes(connection.sent()),
          connection.thread().orElse("-"));
    }
    List<String> rows = table.lines();
    lines.add("");
    lines.add(rows.get(0));
    for (int i = 0; i < shown.size(); i++) {
      lines.add(rows.get(i + 1));
      shown.get(i).stack().forEach(frame -> lines.add("    at " + frame));
    }
    long hidden = status.connections().size() - (long) shown.size();
    if (hidden > 0) {
      lines.add("and " + hidden + " more; --all shows them");
    }
  }

  private static String bytes(OptionalLong count) {
    return count.isPresent() ? Figures.bytes(count.getAsLong()) : "-";
  }
}
