package io.hotupdate.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.hotupdate.connection.Connection;
import io.hotupdate.connection.Exchange;
import io.hotupdate.generation.Answer;
import io.hotupdate.generation.Endings;
import io.hotupdate.generation.Event;
import io.hotupdate.generation.Observer;
import io.hotupdate.generation.Orders;
import io.hotupdate.generation.Status;
import io.hotupdate.linux.Address;
import io.hotupdate.linux.Socket;
import io.hotupdate.listener.Listener;
import io.hotupdate.listener.ListenerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenerationBeanTest {
  private static final Address ADDRESS =
      Address.internet(Socket.AF_INET, new byte[] {127, 0, 0, 1}, 8080, 0);
  private static final Listener LISTENER =
      new Listener(new ListenerId(Socket.AF_INET, Socket.SOCK_STREAM, 6, ADDRESS, 0), 7, 42);

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final FakeGeneration generation = new FakeGeneration();
  private final GenerationBean bean = new GenerationBean(generation, Runnable::run);
  private ObjectName name;

  @BeforeEach
  void register() throws JMException {
    name = new ObjectName("io.hotupdate:type=Generation");
    GenerationBeans.register(server, bean);
  }

  private static final class FakeGeneration implements Orders {
    private Optional<Status> status = Optional.empty();
    private CompletableFuture<Answer> answer = new CompletableFuture<>();

    @Override
    public int number() {
      return 2;
    }

    @Override
    public Runnable observe(Observer observer) {
      return () -> {};
    }

    @Override
    public Status status() throws IOException {
      return status.orElseThrow(() -> new IOException("the kernel does not tell"));
    }

    @Override
    public CompletableFuture<Answer> update() {
      return answer;
    }

    @Override
    public CompletableFuture<Answer> rollBack() {
      return answer;
    }
  }

  private static Connection connection(int fd, Connection.Activity activity) {
    return new Connection(
        fd,
        fd,
        ADDRESS,
        ADDRESS,
        activity,
        0,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Exchange.UNKNOWN,
        false,
        0,
        0);
  }

  private Object attribute(String attribute) throws JMException {
    return server.getAttribute(name, attribute);
  }

  @Test
  void a_draining_generation_shows_its_figures() throws JMException {
    generation.status =
        Optional.of(
            new Status(
                2,
                4711,
                "draining",
                Instant.parse("2026-01-01T10:00:00Z"),
                Optional.of(4710L),
                Optional.of(4712L),
                Optional.of(Duration.ofSeconds(7)),
                List.of(LISTENER),
                List.of(
                    connection(8, Connection.Activity.BUSY),
                    connection(9, Connection.Activity.QUIET),
                    connection(10, Connection.Activity.QUIET))));
    assertThat(attribute("Generation")).isEqualTo(2);
    assertThat(attribute("Pid")).isEqualTo(4711L);
    assertThat(attribute("State")).isEqualTo("draining");
    assertThat(attribute("Since")).isEqualTo("2026-01-01T10:00:00Z");
    assertThat(attribute("PredecessorPid")).isEqualTo(4710L);
    assertThat(attribute("SuccessorPid")).isEqualTo(4712L);
    assertThat(attribute("ProbationLeftMillis")).isEqualTo(7000L);
    assertThat((String[]) attribute("Listeners")).containsExactly("127.0.0.1:8080");
    assertThat(attribute("LiveConnections")).isEqualTo(3);
    assertThat(attribute("BusyConnections")).isEqualTo(1);
    assertThat(attribute("QuietConnections")).isEqualTo(2);
  }

  private static Status serving(int number) {
    return new Status(
        number,
        4711,
        "serving",
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  @Test
  void a_generation_without_neighbours_shows_zero() throws JMException {
    generation.status = Optional.of(serving(1));
    assertThat(attribute("PredecessorPid")).isEqualTo(0L);
    assertThat(attribute("SuccessorPid")).isEqualTo(0L);
    assertThat(attribute("ProbationLeftMillis")).isEqualTo(0L);
  }

  @Test
  void figures_are_new_after_an_event() throws JMException {
    generation.status = Optional.of(serving(1));
    assertThat(attribute("Generation")).isEqualTo(1);
    generation.status = Optional.of(serving(2));
    bean.happened(new Event.UpdateQueued());
    assertThat(attribute("Generation")).isEqualTo(2);
  }

  @Test
  void an_event_does_not_wait_for_who_is_asking_for_figures() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch happened = new CountDownLatch(1);
    // As in the real one, the answer comes from the thread on which events happen.
    Orders busy =
        new Orders() {
          @Override
          public int number() {
            return 2;
          }

          @Override
          public Runnable observe(Observer observer) {
            return () -> {};
          }

          @Override
          public Status status() throws IOException {
            asked.countDown();
            try {
              if (happened.await(20, TimeUnit.SECONDS)) {
                return serving(1);
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new IOException("the agent does not answer");
          }

          @Override
          public CompletableFuture<Answer> update() {
            return new CompletableFuture<>();
          }

          @Override
          public CompletableFuture<Answer> rollBack() {
            return new CompletableFuture<>();
          }
        };
    GenerationBean asking = new GenerationBean(busy, Runnable::run);
    CompletableFuture<Integer> answer =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return asking.getGeneration();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    asking.happened(new Event.UpdateQueued());
    happened.countDown();

    assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void a_filter_of_notifications_is_asked_by_the_sender() throws JMException {
    List<Runnable> toSend = new ArrayList<>();
    List<Notification> filtered = new ArrayList<>();
    GenerationBean later = new GenerationBean(generation, toSend::add);
    later.addNotificationListener((notification, handback) -> {}, filtered::add, null);

    later.happened(new Event.UpdateQueued());
    assertThat(filtered).isEmpty();

    toSend.forEach(Runnable::run);
    assertThat(filtered).hasSize(1);
  }

  @Test
  void what_cannot_be_told_is_an_error() {
    assertThatThrownBy(() -> attribute("State"))
        .isInstanceOf(MBeanException.class)
        .hasRootCauseMessage("the kernel does not tell");
  }

  @Test
  void nothing_can_be_set() {
    assertThatThrownBy(() -> server.setAttribute(name, new Attribute("Pid", 1L)))
        .isInstanceOf(JMException.class);
  }

  private String invoke(String operation) throws JMException {
    return (String) server.invoke(name, operation, new Object[0], new String[0]);
  }

  @Test
  void an_update_is_answered_in_words() throws JMException {
    generation.answer = CompletableFuture.completedFuture(new Answer.Begun());
    assertThat(invoke("update")).startsWith("begun");
    generation.answer = CompletableFuture.completedFuture(new Answer.Refused("no listener"));
    assertThat(invoke("update")).isEqualTo("refused: no listener");
    generation.answer = CompletableFuture.completedFuture(new Answer.Busy());
    assertThat(invoke("update")).startsWith("busy");
    generation.answer = CompletableFuture.completedFuture(new Answer.Elsewhere(4712));
    assertThat(invoke("update")).startsWith("elsewhere").contains("4712");
  }

  @Test
  void a_rollback_is_answered_in_words() throws JMException {
    generation.answer = CompletableFuture.completedFuture(new Answer.Refused("no probation"));
    assertThat(invoke("rollBack")).isEqualTo("refused: no probation");
  }

  @Test
  void an_internal_error_is_told_to_who_asked() {
    generation.answer = CompletableFuture.failedFuture(new IllegalStateException("broken"));
    assertThatThrownBy(() -> invoke("update"))
        .isInstanceOf(MBeanException.class)
        .hasStackTraceContaining("there is no answer")
        .hasStackTraceContaining("broken");
  }

  static Stream<Event> events() {
    return Stream.of(
        new Event.Serves(2, 4711),
        new Event.Orphaned(2),
        new Event.UpdateRefused("no listener"),
        new Event.UpdateQueued(),
        new Event.UpdatePassedOn(true),
        new Event.UpdatePassedOn(false),
        new Event.UpdateBegan(2, 4711),
        new Event.StillMissing(2, "127.0.0.1:8080 was not bound"),
        new Event.Ready(2, Duration.ofSeconds(3)),
        new Event.TookOver(2, 4711, Duration.ofSeconds(4)),
        new Event.UpdateFailed(2, Duration.ofSeconds(4), "it exited", List.of("oops")),
        new Event.TookBack(2, "was killed"),
        new Event.SuccessorLost(2),
        new Event.RolledBack(2),
        new Event.Yielded(2),
        new Event.ServesAfterAll(2),
        new Event.ProbationOver(2, ""),
        new Event.Draining(1, 41, 3, Duration.ofSeconds(5)),
        new Event.Drained(1, new Endings(20, 11, 7, 1, 2), Duration.ofSeconds(6)));
  }

  @ParameterizedTest
  @MethodSource("events")
  void every_event_is_a_notification_that_a_person_can_read(Event event) throws JMException {
    List<Notification> received = new ArrayList<>();
    server.addNotificationListener(
        name, (notification, handback) -> received.add(notification), null, null);
    bean.happened(event);
    assertThat(received).hasSize(1);
    Notification notification = received.get(0);
    assertThat(notification.getSource()).isEqualTo(name);
    assertThat(notification.getType()).startsWith("io.hotupdate.");
    assertThat(server.getMBeanInfo(name).getNotifications()[0].getNotifTypes())
        .contains(notification.getType());
    // A record as it prints itself would be for programmers.
    assertThat(notification.getMessage()).doesNotContain("[").isNotBlank();
  }

  @Test
  void no_event_is_left_out() {
    assertThat(events().map(Event::getClass).distinct())
        .hasSameSizeAs(Event.class.getPermittedSubclasses());
  }

  @Test
  void a_notification_tells_the_type_and_the_outcome() throws JMException {
    List<Notification> received = new ArrayList<>();
    server.addNotificationListener(
        name, (notification, handback) -> received.add(notification), null, null);
    bean.happened(new Event.TookOver(2, 4711, Duration.ofSeconds(4)));
    bean.happened(new Event.UpdateFailed(3, Duration.ofSeconds(4), "it exited", List.of()));
    assertThat(received)
        .extracting(
            Notification::getType, Notification::getMessage, Notification::getSequenceNumber)
        .containsExactly(
            tuple("io.hotupdate.tookOver", "generation 2 took over, 4.0 s after the request", 1L),
            tuple(
                "io.hotupdate.updateFailed",
                "update to generation 3 failed after 4.0 s: it exited",
                2L));
  }
}
