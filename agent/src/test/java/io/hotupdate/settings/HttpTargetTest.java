package io.hotupdate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetTest {
  @ParameterizedTest
  @CsvSource({
    "http://:8080/health, http://localhost:8080/health",
    "http://:8080, http://localhost:8080/",
    "http://app.example/a?b=c&d=%20, http://app.example:80/a?b=c&d=%20",
    "https:///x, https://localhost:443/x",
    "https://[::1]:8443/, https://[::1]:8443/",
    "http://:65535/, http://localhost:65535/"
  })
  void a_url_is_read_and_what_it_leaves_out_is_the_usual(String url, String read) {
    assertThat(HttpTarget.parse(url)).map(HttpTarget::toString).contains(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":8080/health",
        "ftp://:21/",
        "http://:0/",
        "http://:65536/",
        "http://:999999/",
        "http://user@host:80/",
        "http://:80health",
        "http://:8080/a b",
        "http://:8080/a#b",
        "http://:8080/\r\nX: y",
        "http://:8080/ä"
      })
  void what_is_no_url_of_this_kind_is_none(String text) {
    assertThat(HttpTarget.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "/ 5",
        "5 /",
        "0 http://:1/",
        "100001 http://:1/",
        "1000000000 http://:1/",
        "5 http://:1/ x"
      })
  void what_is_no_plan_of_a_warm_up_is_none(String text) {
    assertThat(WarmUpPlan.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "7 http://:1/a /b   /c, '[http://localhost:1/a, http://localhost:1/b, http://localhost:1/c]'",
    "7 http://:1/a https://h:2/ /c, '[http://localhost:1/a, https://h:2/, https://h:2/c]'"
  })
  void a_path_in_a_plan_is_one_of_the_server_before_it(String text, String targets) {
    assertThat(WarmUpPlan.parse(text).orElseThrow().targets()).hasToString(targets);
  }
}
