package io.hotupdate.it.clients;

import java.util.Locale;

/**
 * What came out for one client.
 *
 * @param client which
 * @param updates how many were made while it ran
 * @param counts what it says
 */
record Row(Client client, int updates, Counts counts) {
  static final String HEAD =
      "| client | version | updates | requests | failed | pids that answered |\n|---|---|---|---|---|---|";

  /** Whether there was something to lose, and nothing was lost. */
  boolean isGood() {
    return counts.failed() == 0 && counts.requests() > 0 && updates > 0 && metSeveral();
  }

  private boolean metSeveral() {
    return !client.tellsPids() || counts.pids().size() > updates / 2;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %,d | %s | %s |%s",
        client.name().toLowerCase(Locale.ROOT),
        client.version().orElse("missing"),
        updates,
        counts.requests(),
        counts.failed() == 0 ? "0" : "**" + counts.failed() + "**",
        client.tellsPids() ? counts.pids().size() : "does not say",
        counts.remark().isEmpty() ? "" : "\n" + counts.remark());
  }
}
