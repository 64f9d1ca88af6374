package io.hotupdate.hooks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a glance at bytes tells; run by {@link HooksInEachJdkTest}. The bytes lie at the end of a
 * page behind which there is nothing, so that one byte too many is an {@link InternalError}.
 */
class GlanceAtMemory {
  private static final int PAGE = 4096;
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  @TempDir Path directory;
  private MappedByteBuffer pages;

  @BeforeEach
  void map_a_page_that_a_file_has_and_one_that_it_has_no_more() throws IOException {
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("page"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      pages = file.map(MapMode.READ_WRITE, 0, 2 * PAGE);
      file.truncate(PAGE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "POST /long HTTP/1.1\r\nHost: a\r\n",
        "OPTIONS * HTTP/1.1",
      })
  void the_beginning_of_a_request_is_one(String bytes) throws Exception {
    assertThat(atEnd("isRequest", bytes)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HTTP/1.1\r",
        "AB / HTTP/1.1\r\n\r\n",
        "get / HTTP/1.1\r\n\r\n",
        "PROPPATCHING / HTTP/1.1\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "ABCDEFGHIJKLMNOP",
      })
  void other_bytes_are_no_request(String bytes) throws Exception {
    assertThat(atEnd("isRequest", bytes)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "GET /1 HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n",
        "GET /12 HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n",
        "GET /123 HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n",
        // Of the second one little has come.
        "GET / HTTP/1.1\r\n\r\nGET /",
        "GET / HTTP/1.1\r\n\r\nG",
        "GET / HTTP/1.1\r\nHost: a\r\nB: \r\n\r\nHEAD / HT",
        // Behind a body.
        "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\naPOST / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nabPOST / HTTP/1.1\r\n\r\ncd",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcPOST / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nabcdPOST / HTTP/1.1\r\n\r\n",
      })
  void several_requests_in_one_read_are_seen(String bytes) throws Exception {
    assertThat(atEnd("holdsAnother", bytes)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\n\r\n{\"a\": 1}",
        "POST / HTTP/1.1\r\n\r\na=b&GET / HTTP/1.1",
        "POST / HTTP/1.1\r\n\r\nABCDEFGHIJ",
      })
  void one_request_and_its_body_are_one(String bytes) throws Exception {
    assertThat(atEnd("holdsAnother", bytes)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, true, false",
    "HTTP/1.0 404, true, false",
    "HTTP/1.1 101, true, true",
    "HTTP/1.1 10, false, false",
    "HTTP/2.0 200 OK, false, false",
  })
  void a_response_is_known_by_its_beginning(String bytes, boolean response, boolean upgrade)
      throws Exception {
    assertThat(atEnd("isResponse", bytes)).isEqualTo(response);
    assertThat(response && (boolean) call("switchesProtocols", address(bytes))).isEqualTo(upgrade);
    assertThat(isUpgrade(ByteBuffer.wrap(bytes.getBytes(US_ASCII)))).isEqualTo(upgrade);
    assertThat(isUpgrade(atEnd(bytes))).isEqualTo(upgrade);
  }

  @Test
  void what_is_read_as_head_begins_like_it() throws Exception {
    assertThat(call("isHead", address("HEAD"))).isEqualTo(true);
    assertThat(call("isHead", address("GE"))).isEqualTo(false);
  }

  @Test
  void chunks_are_known_by_the_head_of_their_response() throws Exception {
    assertThat(atEnd("isChunked", CHUNKED)).isTrue();
    assertThat(atEnd("isChunked", "HTTP/1.1 200 OK\r\n\r\nchunked chunks")).isFalse();
    assertThat(atEnd("isChunked", "HTTP/1.1 200 OK\r\nA: chun")).isFalse();
    assertThat(atEnd("isChunked", "HTTP/1.1 200 OK\r\nA: chunked b\r\n\r\n")).isFalse();
    assertThat(atEnd("isChunked", CHUNKED.replace("chunked", "gzip, Chunked"))).isTrue();
  }

  @Test
  void chunks_are_known_wherever_in_the_head_they_are_told() throws Exception {
    for (int length = 0; length <= 16; length++) {
      String padding = "\r\nA: " + "\n".repeat(length % 2) + "b".repeat(length);
      assertThat(atEnd("isChunked", CHUNKED.replace("OK", "OK" + padding))).isTrue();
      assertThat(atEnd("isChunked", CHUNKED.replace("chunked", "chunked" + padding))).isTrue();
      String without = "HTTP/1.1 200 OK" + padding + "\r\n\r\n";
      assertThat(atEnd("isChunked", without)).isFalse();
      assertThat(atEnd("isChunked", without + CHUNKED)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'0|', true",
    "'5|hello|0|', true",
    "'HTTP/1.1 200 OK||0|', true",
    // The end of a chunk whose last line ends so.
    "'7|a 10||', false",
    "'|', false",
    "'1|', false",
    "'5|hello|', false",
  })
  void the_last_chunk_is_known_by_its_end(String bytes, boolean last) throws Exception {
    String text = bytes.replace("|", "\r\n") + "\r\n";
    assertThat(call("endsChunks", end(text), (long) text.length())).isEqualTo(last);
    assertThat(call("endsLine", end(text), (long) text.length())).isEqualTo(true);
  }

  @Test
  void what_lies_before_the_bytes_does_not_count() throws Exception {
    for (long length = 0; length < 5; length++) {
      assertThat(call("endsChunks", end("\n0\r\n\r\n"), length)).isEqualTo(false);
    }
    for (long length = 0; length < 2; length++) {
      assertThat(call("endsLine", end("\r\n"), length)).isEqualTo(false);
    }
  }

  @Test
  void nothing_is_read_behind_the_bytes() throws Exception {
    String everything = CHUNKED + "GET / HTTP/1.1\r\n\r\n0\r\n\r\n";
    for (String text : new String[] {everything, "GET / HTTP/1.1\r\n\r\n" + everything}) {
      for (int length = 0; length <= text.length(); length++) {
        String begin = text.substring(0, length);
        for (String method : new String[] {"isRequest", "holdsAnother", "isResponse"}) {
          atEnd(method, begin);
        }
        if (length >= 12) {
          atEnd("isChunked", begin);
        }
        isUpgrade(atEnd(begin));
      }
    }
  }

  private boolean atEnd(String method, String bytes) throws Exception {
    return (boolean) call(method, address(bytes), (long) bytes.length());
  }

  private ByteBuffer atEnd(String bytes) {
    pages.put(PAGE - bytes.length(), bytes.getBytes(US_ASCII));
    return pages.slice(PAGE - bytes.length(), bytes.length());
  }

  private long address(String bytes) throws Exception {
    return end(bytes) - bytes.length();
  }

  private long end(String bytes) throws Exception {
    atEnd(bytes);
    return (long) call("address", pages) + PAGE;
  }

  private static boolean isUpgrade(ByteBuffer buffer) throws Exception {
    Method method = glance().getDeclaredMethod("isUpgrade", ByteBuffer.class);
    method.setAccessible(true);
    return (boolean) method.invoke(null, buffer);
  }

  /** Memory has no base object, which is the first argument of most. */
  private static Object call(String name, Object... arguments) throws Exception {
    Method method =
        Arrays.stream(glance().getDeclaredMethods())
            .filter(declared -> declared.getName().equals(name))
            .findFirst()
            .orElseThrow();
    method.setAccessible(true);
    Object[] all = arguments;
    if (method.getParameterCount() > arguments.length) {
      all = new Object[arguments.length + 1];
      System.arraycopy(arguments, 0, all, 1, arguments.length);
    }
    return method.invoke(null, all);
  }

  private static Class<?> glance() throws ClassNotFoundException {
    return Class.forName("java.net.HotUpdateGlance", true, null);
  }
}
