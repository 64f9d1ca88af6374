package io.hotupdate.it.storm;

import io.hotupdate.it.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Updates: good ones, bad ones, and too many. */
final class Updates {
  private static final int SIGNALS = 50;
  private static final Duration BETWEEN_SIGNALS = Duration.ofMillis(20);

  private Updates() {}

  static String plain(Stage stage, Random random) {
    String version = stage.deployNext();
    stage.askForUpdate();
    return "version " + version + started(stage);
  }

  static String exits(Stage stage, Random random) {
    return failing(stage, random.nextBoolean() ? "ExitsAtOnce" : "ThrowsInMain");
  }

  static String hangs(Stage stage, Random random) {
    return failing(stage, "HangsBeforeBind");
  }

  static String neverAccepts(Stage stage, Random random) {
    return failing(stage, "BindsAndNeverAccepts");
  }

  private static String failing(Stage stage, String mainClass) {
    stage.deployFailing(mainClass);
    stage.askForUpdate();
    return mainClass + started(stage);
  }

  private static String started(Stage stage) {
    return stage.awaitSuccessor().map(pid -> ", pid " + pid).orElse(", no successor");
  }

  static String fiftySignals(Stage stage, Random random) {
    String version = stage.deployNext();
    signals(stage, random);
    return SIGNALS + " signals, version " + version;
  }

  /** One that has only just been started may die of it; it has not served anybody. */
  static void signals(Stage stage, Random random) {
    for (int i = 0; i < SIGNALS; i++) {
      List<Long> living = new ArrayList<>(stage.service().running());
      int chosen = random.nextInt(Integer.MAX_VALUE);
      if (!living.isEmpty()) {
        stage.grip().send(Signal.HUP, living.get(chosen % living.size()));
      }
      Stage.pause(BETWEEN_SIGNALS);
    }
  }
}
