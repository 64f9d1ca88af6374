package io.hotupdate.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** An object in a line for each event, and one for the outcome. */
final class JsonProgress implements Progress {
  private static final Set<String> NUMBERS =
      Set.of("generation", "pid", "live", "busy", "connections", "told", "quiet", "streams", "cut");
  private static final Map<String, String> MILLIS =
      Map.of("after", "afterMillis", "elapsed", "elapsedMillis", "took", "tookMillis");
  private static final Set<String> TEXTS = Set.of("reason", "what", "why");

  private final PrintStream out;

  JsonProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void happened(Event event, Duration elapsed) {
    line(
        object -> {
          object.field("event", event.word());
          for (Map.Entry<String, String> value : event.line().values().entrySet()) {
            String key = value.getKey();
            OptionalLong number = event.line().number(key);
            if (NUMBERS.contains(key)) {
              object.field(key, number);
            } else if (MILLIS.containsKey(key)) {
              object.field(MILLIS.get(key), number);
            } else if (TEXTS.contains(key)) {
              object.field(key, value.getValue());
            }
          }
          if (event.is(Event.FAILED)) {
            object.name("output").array(event.output(), Json::value);
          }
        });
  }

  @Override
  public void waitsForAnother() {
    line(object -> object.field("event", "busy"));
  }

  @Override
  public void tick(Duration elapsed) {}

  @Override
  public void ended(Outcome outcome, Duration elapsed) {
    line(
        object ->
            object
                .field("event", "result")
                .field("ok", outcome.isDone())
                .field("exitCode", outcome.exitCode())
                .field("message", outcome.message())
                .field("elapsedMillis", elapsed.toMillis()));
  }

  private void line(Json.Content fields) {
    out.println(Json.line(json -> json.object(fields)));
  }
}
