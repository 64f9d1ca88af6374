package io.hotupdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The lines of a server. */
class LineTest {
  @Test
  void a_value_is_decoded() {
    Line line = Line.parse("failed reason=it+said%3A+%22%C3%A9%22 after=31 lines=0");
    assertThat(line.is("failed")).isTrue();
    assertThat(line.text("reason")).contains("it said: \"é\"");
    assertThat(line.number("after")).hasValue(31);
  }

  @Test
  void what_is_not_a_number_is_none() {
    Line line = Line.parse("x a=-1 b=1e3 c= d=99999999999999999999");
    for (String key : new String[] {"a", "b", "c", "d", "e"}) {
      assertThat(line.number(key)).as(key).isEmpty();
    }
    assertThat(line.figure("a")).isEqualTo("?");
  }

  @Test
  void nothing_that_a_server_says_reaches_the_terminal_as_a_command() {
    Line line =
        Line.parse("output line=a%1B%5B2Jb%1B%5D0%3Btitle%07c%0Ad%09e%C2%9B1mf g=%1B%5B2J%zz");
    assertThat(line.text("line")).contains("ab?]0;title?c?d\te?1mf");
    assertThat(line.text("g")).contains("%1B%5B2J%zz");
  }
}
