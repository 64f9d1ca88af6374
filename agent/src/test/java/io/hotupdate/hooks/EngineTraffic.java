package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.hooks.Engines.Style;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Engines that encrypt, the JDK's and OpenSSL; run by {@link HooksInEachJdkTest}. */
@Timeout(60)
class EngineTraffic {
  static Stream<Arguments> engines() {
    return Stream.of("jdk", "openssl")
        .flatMap(
            maker ->
                Stream.of("TLSv1.2", "TLSv1.3")
                    .flatMap(
                        protocol ->
                            Stream.of(Style.values())
                                .map(style -> Arguments.of(maker, protocol, style))));
  }

  private static SSLEngine server(String maker, String protocol) throws Exception {
    return maker.equals("jdk") ? Engines.jdk(protocol) : Engines.openssl(protocol);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void what_is_wrapped_is_what_is_given_instead(String maker, String protocol, Style style)
      throws Exception {
    try (Substitutions all = Substitutions.encrypted();
        Engines engines = new Engines(server(maker, protocol))) {
      byte[] question = Substitutions.bytes(3000);
      for (int length : new int[] {1, 200, 5000, 100_000}) {
        byte[] bytes = Substitutions.bytes(length);
        byte[] changed = Substitution.of(bytes);
        int before = engines.clientGot().length;
        ByteBuffer[] source =
            style == Style.ONE_BUFFER
                ? new ByteBuffer[] {ByteBuffer.wrap(bytes)}
                : ChannelTraffic.split(bytes, 5);
        engines.exchange(source, style, question, changed.length);
        byte[] got = engines.clientGot();
        assertThat(Arrays.copyOfRange(got, before, got.length)).isEqualTo(changed);
      }
      assertThat(all.only().received()).isEqualTo(engines.serverGot());
      assertThat(all.only().timesPartly()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void nothing_but_bytes_that_are_left_out_is_reported_as_wrapped(
      String maker, String protocol, Style style) throws Exception {
    try (Substitutions all = Substitutions.encrypted();
        Engines engines = new Engines(server(maker, protocol))) {
      byte[] question = {'q'};
      engines.exchange(one(new byte[] {'x'}), style, question, 1);
      byte[] gone = new byte[100];
      Arrays.fill(gone, Substitution.GONE);
      engines.exchange(one(gone), Style.ONE_BUFFER, question, 0);
      engines.exchange(one(new byte[] {'y'}), style, question, 1);
      assertThat(engines.clientGot()).containsExactly('x', 'y');
      assertThat(all.only().wrong()).isEmpty();
    }
  }

  @Test
  void a_client_that_wraps_is_not_told_of_what_a_server_has_failed_to_send() throws Exception {
    try (Substitutions all = Substitutions.encrypted();
        Engines engines = new Engines(Engines.jdk("TLSv1.3"))) {
      engines.exchange(one(new byte[] {'x'}), Style.ONE_BUFFER, new byte[] {'q'}, 1);
      ByteBuffer changed = ByteBuffer.wrap(new byte[] {Substitution.LONGER, 'x'});
      // The engine refuses a destination that it cannot write to.
      assertThatThrownBy(
              () -> engines.server.wrap(changed, ByteBuffer.allocate(100_000).asReadOnlyBuffer()))
          .isInstanceOf(RuntimeException.class);
      assertThat(changed.remaining()).isEqualTo(2);
      ByteBuffer question = ByteBuffer.wrap(new byte[] {'a', 'b', 'c', 'd'});
      SSLEngineResult result = engines.client.wrap(question, ByteBuffer.allocate(100_000));
      assertThat(result.getStatus()).isEqualTo(Status.OK);
      assertThat(result.bytesConsumed()).isEqualTo(4);
      assertThat(changed.remaining()).isEqualTo(2);
      assertThat(all.only().wrong()).isEmpty();
    }
  }

  @Test
  void arguments_that_make_no_sense_are_refused_by_the_engine_as_ever() throws Exception {
    SSLEngine engine = Engines.jdk("TLSv1.3");
    engine.setUseClientMode(false);
    ByteBuffer to = ByteBuffer.allocate(100_000);
    ByteBuffer[] none = {null};
    Class<?>[] without = {failure(engine, none, 0, 1, to), failure(engine, none, 0, 2, to)};
    try (Substitutions all = Substitutions.encrypted()) {
      assertThat(failure(engine, none, 0, 1, to)).isEqualTo(without[0]);
      assertThat(failure(engine, none, 0, 2, to)).isEqualTo(without[1]);
      assertThat(all.all()).isEmpty();
    }
    assertThat(without)
        .containsExactly(IllegalArgumentException.class, IndexOutOfBoundsException.class);
  }

  @Test
  void a_large_source_is_not_copied_again_for_each_record() throws Exception {
    try (Substitutions all = Substitutions.encrypted();
        Engines engines = new Engines(Engines.jdk("TLSv1.3"))) {
      ByteBuffer huge = ByteBuffer.allocateDirect(64 * 1024 * 1024);
      engines.exchange(one(new byte[] {'x'}), Style.ONE_BUFFER, new byte[] {'q'}, 1);
      engines.server.wrap(huge, ByteBuffer.allocate(100_000));
      assertThat(huge.position()).isPositive();
      assertThat(all.only().largestOffer()).isLessThan(100_000);
    }
  }

  private static Class<?> failure(
      SSLEngine engine, ByteBuffer[] from, int offset, int count, ByteBuffer to) {
    try {
      engine.wrap(from, offset, count, to);
      return Void.class;
    } catch (Exception e) {
      return e.getClass();
    }
  }

  private static ByteBuffer[] one(byte[] bytes) {
    return new ByteBuffer[] {ByteBuffer.wrap(bytes)};
  }
}
