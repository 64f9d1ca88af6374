package io.hotupdate.cli;

import java.io.IOException;

/** A generation as JSON. */
final class StatusJson {
  private StatusJson() {}

  /** What there is to say of each server in a list. */
  static void head(Json json, ServerStatus status) throws IOException {
    json.field("pid", status.pid())
        .field("generation", status.generation())
        .field("state", status.state())
        .field("since", status.since().toString())
        .field("agent", status.agent())
        .field("predecessor", status.predecessor())
        .field("successor", status.successor())
        .millis("probationMillis", status.probation())
        .field("live", status.live())
        .field("busy", status.busy())
        .field("quiet", status.quiet())
        .name("listeners")
        .array(status.listeners(), Json::value);
  }

  static String whole(ServerStatus status) {
    return Json.pretty(
        json ->
            json.object(
                object -> {
                  head(object, status);
                  object.name("connections").array(status.connections(), StatusJson::connection);
                }));
  }

  private static void connection(Json json, ClientConnection connection) throws IOException {
    json.object(
        object -> {
          object
              .field("peer", connection.peer())
              .field("local", connection.local())
              .field("busy", connection.busy())
              .field("stillMillis", connection.still().toMillis())
              .millis("ageMillis", connection.age())
              .field("receivedBytes", connection.received())
              .field("sentBytes", connection.sent())
              .field("stream", connection.stream())
              .field("told", connection.told())
              .field("thread", connection.thread());
          if (!connection.stack().isEmpty()) {
            object.name("stack").array(connection.stack(), Json::value);
          }
        });
  }
}
