package io.hotupdate.generation;

import io.hotupdate.log.Log;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All who are told what happens; none of them can stop the others. */
final class Observers implements Observer {
  private final List<Observer> all = new CopyOnWriteArrayList<>();

  void add(Observer observer) {
    all.add(observer);
  }

  void remove(Observer observer) {
    all.remove(observer);
  }

  @Override
  public void happened(Event event) {
    for (Observer observer : all) {
      try {
        observer.happened(event);
      } catch (RuntimeException | Error e) {
        Log.error("an observer of the update failed", e);
      }
    }
  }
}
