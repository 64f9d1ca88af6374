package io.hotupdate.it.demo;

import io.hotupdate.it.ServerProcess;
import java.util.List;

/** Shows what the agents of all generations write, while they write it. */
final class AgentLog {
  private static final String MARK = "[hotupdate]";

  private final ServerProcess service;
  private final Screen screen;
  private int shown;

  AgentLog(ServerProcess service, Screen screen) {
    this.service = service;
    this.screen = screen;
  }

  /** Shows the complete lines that have come since the last call. */
  synchronized void show() {
    String all = service.stderr();
    int end = all.lastIndexOf('\n') + 1;
    if (end > shown) {
      List<String> lines = all.substring(shown, end).lines().toList();
      shown = end;
      lines.stream().filter(line -> line.startsWith(MARK)).forEach(screen::agent);
    }
  }
}
