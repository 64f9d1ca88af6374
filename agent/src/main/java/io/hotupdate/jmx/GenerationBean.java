package io.hotupdate.jmx;

import io.hotupdate.connection.Connection;
import io.hotupdate.generation.Answer;
import io.hotupdate.generation.Event;
import io.hotupdate.generation.EventWords;
import io.hotupdate.generation.Observer;
import io.hotupdate.generation.Orders;
import io.hotupdate.generation.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;

/** Answers what {@link GenerationMXBean} promises, and sends the notifications. */
final class GenerationBean extends NotificationBroadcasterSupport
    implements GenerationMXBean, Observer {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  // A console asks for one attribute after the other; each look asks the kernel for every socket.
  private static final Duration FRESH = Duration.ofMillis(200);

  private static final String PREFIX = "io.hotupdate.";

  private final Orders generation;
  private final Executor sender;
  private final AtomicLong notifications = new AtomicLong();
  private volatile Optional<Look> seen = Optional.empty();

  private record Look(Status status, long at) {}

  /**
   * @param sender runs the listeners of notifications and their filters, which are not the agent's
   */
  GenerationBean(Orders generation, Executor sender) {
    super(
        new MBeanNotificationInfo(
            types(), Notification.class.getName(), "What happens to this generation"));
    this.generation = generation;
    this.sender = sender;
  }

  private static String[] types() {
    return Arrays.stream(EventWords.names()).map(PREFIX::concat).toArray(String[]::new);
  }

  // Without a lock: the answer comes from the thread on which events happen.
  private Status status() throws IOException {
    long now = System.nanoTime();
    Optional<Look> last = seen.filter(look -> now - look.at() <= FRESH.toNanos());
    if (last.isPresent()) {
      return last.get().status();
    }
    long before = notifications.get();
    Status status = generation.status();
    if (notifications.get() == before) {
      seen = Optional.of(new Look(status, now));
    }
    return status;
  }

  @Override
  public int getGeneration() throws IOException {
    return status().generation();
  }

  @Override
  public long getPid() throws IOException {
    return status().pid();
  }

  @Override
  public String getState() throws IOException {
    return status().state();
  }

  @Override
  public String getSince() throws IOException {
    return status().since().toString();
  }

  @Override
  public long getPredecessorPid() throws IOException {
    return status().predecessor().orElse(0L);
  }

  @Override
  public long getSuccessorPid() throws IOException {
    return status().successor().orElse(0L);
  }

  @Override
  public long getProbationLeftMillis() throws IOException {
    return status().probation().map(Duration::toMillis).orElse(0L);
  }

  @Override
  public String[] getListeners() throws IOException {
    return status().listeners().stream()
        .map(listener -> listener.id().toString())
        .toArray(String[]::new);
  }

  @Override
  public int getLiveConnections() throws IOException {
    return status().connections().size();
  }

  @Override
  public int getBusyConnections() throws IOException {
    return (int) status().connections().stream().filter(Connection::isBusy).count();
  }

  @Override
  public int getQuietConnections() throws IOException {
    Status status = status();
    return (int) status.connections().stream().filter(open -> !open.isBusy()).count();
  }

  @Override
  public String update() throws IOException {
    return words(generation.update());
  }

  @Override
  public String rollBack() throws IOException {
    return words(generation.rollBack());
  }

  private static String words(CompletableFuture<Answer> asked) throws IOException {
    try {
      Answer answer = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (answer instanceof Answer.Refused refused) {
        return "refused: " + refused.reason();
      } else if (answer instanceof Answer.Busy) {
        return "busy: an update is under way; ask again when it has ended";
      } else if (answer instanceof Answer.Elsewhere elsewhere) {
        return "elsewhere: the process to ask is pid " + elsewhere.pid();
      }
      return "begun: the notifications tell what comes of it";
    } catch (ExecutionException e) {
      // Not the cause itself: its class may be one that the other side does not have.
      throw new IOException("there is no answer: " + e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("there is no answer within " + PATIENCE.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before there was an answer");
    }
  }

  @Override
  public void happened(Event event) {
    Notification notification =
        new Notification(
            PREFIX + EventWords.name(event),
            this,
            notifications.incrementAndGet(),
            System.currentTimeMillis(),
            EventWords.of(generation.number(), event));
    seen = Optional.empty();
    sender.execute(() -> sendNotification(notification));
  }
}
