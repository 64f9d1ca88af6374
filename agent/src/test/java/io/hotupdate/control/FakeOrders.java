package io.hotupdate.control;

import io.hotupdate.generation.Answer;
import io.hotupdate.generation.Event;
import io.hotupdate.generation.Observer;
import io.hotupdate.generation.Orders;
import io.hotupdate.generation.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A generation that does what a test says. */
final class FakeOrders implements Orders {
  final List<Observer> observers = new CopyOnWriteArrayList<>();
  final AtomicInteger given = new AtomicInteger();
  volatile CompletableFuture<Answer> answer = CompletableFuture.completedFuture(new Answer.Begun());
  volatile String state = "serving";

  @Override
  public int number() {
    return 1;
  }

  @Override
  public Status status() {
    return new Status(
        1,
        4711,
        state,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  @Override
  public CompletableFuture<Answer> update() {
    given.incrementAndGet();
    happen(new Event.UpdateBegan(2, 12));
    return answer;
  }

  @Override
  public CompletableFuture<Answer> rollBack() {
    given.incrementAndGet();
    return answer;
  }

  @Override
  public Runnable observe(Observer observer) {
    observers.add(observer);
    return () -> observers.remove(observer);
  }

  void happen(Event event) {
    observers.forEach(observer -> observer.happened(event));
  }
}
