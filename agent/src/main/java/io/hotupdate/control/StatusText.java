package io.hotupdate.control;

import io.hotupdate.connection.Connection;
import io.hotupdate.connection.Worker;
import io.hotupdate.generation.Status;
import java.time.Duration;
import java.util.Map;

/**
 * A generation as the control socket tells it. The last line is {@code end}: without it the answer
 * is not complete, because the process died meanwhile.
 */
final class StatusText {
  private static final int MOST_FRAMES = 20;

  private StatusText() {}

  /**
   * Writes all lines.
   *
   * @param version the agent's version
   * @param workers the threads that work on connections, by the connections' cookies
   * @param deep whether the threads' stacks are told too
   */
  static String of(Status status, String version, Map<Long, Worker> workers, boolean deep) {
    StringBuilder text = new StringBuilder();
    text.append(generation(status, version));
    status
        .listeners()
        .forEach(
            listener ->
                text.append(
                    Line.of("listener").with("address", listener.id().address().toString())));
    for (Connection connection : status.connections()) {
      Line line = connection(connection);
      Worker worker = workers.get(connection.cookie());
      if (worker == null) {
        text.append(line);
        continue;
      }
      text.append(line.with("thread", worker.name()));
      if (deep) {
        worker.stack().stream()
            .limit(MOST_FRAMES)
            .forEach(frame -> text.append(Line.of("frame").with("at", place(frame))));
      }
    }
    return text.append(Line.of("end")).toString();
  }

  private static Line generation(Status status, String version) {
    long busy = status.connections().stream().filter(Connection::isBusy).count();
    return Line.of("generation")
        .with("number", status.generation())
        .with("pid", status.pid())
        .with("state", status.state())
        .with("since", status.since().toEpochMilli())
        .with("agent", version)
        .with("predecessor", status.predecessor())
        .with("successor", status.successor())
        .with("probation", status.probation().map(Duration::toMillis))
        .with("live", status.connections().size())
        .with("busy", busy);
  }

  private static Line connection(Connection connection) {
    Line line =
        Line.of("connection")
            .with("peer", connection.peer().toString())
            .with("local", connection.local().toString())
            .with("activity", connection.isBusy() ? "busy" : "quiet")
            .with("quiet", connection.quietMillis())
            .with("age", connection.ageMillis())
            .with("received", connection.received())
            .with("sent", connection.sent());
    if (connection.isStream()) {
      line.with("stream", "yes");
    }
    return connection.told() ? line.with("told", "yes") : line;
  }

  /** As a stack trace shows it, but without the names of module and class loader. */
  private static String place(StackTraceElement frame) {
    return new StackTraceElement(
            frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber())
        .toString();
  }
}
