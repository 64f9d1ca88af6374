package io.hotupdate.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What {@code list} shows. */
record ServerList(List<Entry> entries) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int AT_ONCE = 32;

  /** A server and what came of asking it. */
  record Entry(Server server, Reply reply) {}

  /**
   * Asks all servers at once, so that one that does not answer costs its own time and nobody
   * else's. Those that have ended meanwhile are left out.
   */
  static ServerList of(List<Server> servers) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(servers.size(), AT_ONCE)));
    try {
      List<CompletableFuture<Entry>> asked =
          servers.stream()
              .map(server -> CompletableFuture.supplyAsync(() -> ask(server), threads))
              .toList();
      return new ServerList(
          asked.stream()
              .map(CompletableFuture::join)
              .filter(entry -> !(entry.reply() instanceof Reply.Gone))
              .sorted(Comparator.comparingLong(entry -> entry.server().pid()))
              .toList());
    } finally {
      threads.shutdown();
    }
  }

  private static Entry ask(Server server) {
    return new Entry(server, StatusQuestion.ask(server, false, PATIENCE));
  }

  /** A table for people. */
  List<String> table(Instant now) {
    Table table = new Table("PID", "GENERATION", "STATE", "SINCE", "LISTENERS", "CONNECTIONS");
    for (Entry entry : entries) {
      String pid = Long.toString(entry.server().pid());
      if (entry.reply() instanceof Reply.Told told) {
        ServerStatus status = told.status();
        table.row(
            pid,
            Long.toString(status.generation()),
            status.state(),
            Figures.time(Duration.between(status.since(), now)) + " ago",
            status.listeners().isEmpty() ? "-" : String.join(",", status.listeners()),
            status.live() + " (" + status.busy() + " busy, " + status.quiet() + " quiet)");
      } else {
        table.row(pid, "-", trouble(entry.reply()), "-", "-", "-");
      }
    }
    return table.lines();
  }

  /** An array with an object for each. */
  String json() {
    return Json.pretty(
        json ->
            json.array(
                entries,
                (array, entry) ->
                    array.object(
                        object -> {
                          if (entry.reply() instanceof Reply.Told told) {
                            StatusJson.head(object, told.status());
                          } else {
                            object
                                .field("pid", entry.server().pid())
                                .field("error", trouble(entry.reply()));
                          }
                        })));
  }

  private static String trouble(Reply reply) {
    return reply instanceof Reply.Unusable unusable ? unusable.why() : "not responding";
  }
}
