package io.hotupdate.farewell;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.http1.Conversation.Start;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the hooks have seen is where a conversation starts. */
class StartsTest {
  private static final int FD = 7;

  private final FakeTable table = new FakeTable();
  private final Starts starts = new Starts(table);

  @ParameterizedTest
  @CsvSource({
    "0, 0, PIPELINED",
    "1, 0, ASKED",
    "1, 16, ASKED_HEAD",
    "1, 32, PIPELINED",
    "1, 48, PIPELINED",
    "2, 0, ANSWERED",
    "3, 0, FRESH",
  })
  void at_a_descriptor_the_last_operation_counts(byte operation, byte request, Start start) {
    table.operations.put(FD, operation);
    table.requests.put(FD, request);
    assertThat(starts.plain(FD)).isEqualTo(start);
  }

  @ParameterizedTest
  @CsvSource({"0, ANSWERED", "1, ASKED", "17, ASKED_HEAD", "33, PIPELINED"})
  void behind_encryption_the_last_request_that_was_decrypted_counts(byte decrypted, Start start) {
    table.decrypted.put(FD, decrypted);
    assertThat(starts.encrypted(OptionalInt.of(FD))).isEqualTo(start);
  }

  @Test
  void behind_encryption_nothing_is_known_where_nothing_was_decrypted() {
    assertThat(starts.encrypted(OptionalInt.empty())).isEqualTo(Start.PIPELINED);
  }
}
