package io.hotupdate.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.Until;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionTableTest {
  private final SessionTable table = new SessionTable();

  @Test
  void a_session_has_one_entry_however_often_it_is_seen() {
    Object session = new Object();

    KnownSession known = table.know(session);

    assertThat(table.know(session)).isSameAs(known);
    assertThat(table.all()).containsExactly(known);
  }

  @Test
  void sessions_that_call_themselves_equal_are_told_apart() {
    List<Object> one = new ArrayList<>();
    List<Object> other = new ArrayList<>();

    assertThat(table.know(one)).isNotSameAs(table.know(other));
    assertThat(table.all()).hasSize(2);
  }

  @Test
  void a_session_that_changes_its_hash_code_is_found_again() {
    List<Object> session = new ArrayList<>();
    KnownSession known = table.know(session);

    session.add("changed");

    assertThat(table.know(session)).isSameAs(known);
  }

  @Test
  void sessions_that_are_gone_are_forgotten() throws IOException {
    Object kept = new Object();
    table.know(kept);
    for (int i = 0; i < 1000; i++) {
      table.know(new Object());
    }

    Until.holds(
        "only one is left",
        () -> {
          System.gc();
          return table.all().size() == 1;
        });

    assertThat(table.all()).containsExactly(table.know(kept));
  }

  @Test
  void threads_that_see_a_session_at_the_same_time_agree() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      Object session = new Object();
      CountDownLatch begin = new CountDownLatch(1);
      List<KnownSession> seen = Collections.synchronizedList(new ArrayList<>());
      List<Thread> threads =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      new Thread(
                          () -> {
                            awaitQuietly(begin);
                            seen.add(table.know(session));
                          }))
              .toList();
      threads.forEach(Thread::start);
      begin.countDown();
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(seen).hasSize(4).containsOnly(table.know(session));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
