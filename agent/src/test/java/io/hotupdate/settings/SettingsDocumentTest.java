package io.hotupdate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page for operators says what the code does. */
class SettingsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "settings.md");
  private static final String BEGIN = "<!-- settings:begin -->\n";
  private static final String END = "<!-- settings:end -->";

  @Test
  void the_table_of_settings_is_the_one_of_the_code() throws IOException {
    String document = Files.readString(DOCUMENT);
    assertThat(document).containsOnlyOnce(BEGIN).containsOnlyOnce(END);

    assertThat(document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END)))
        .as("the table in %s; it must be:%n%s", DOCUMENT, table())
        .isEqualTo(table());
  }

  private static String table() {
    return """
        | variable | agent argument | default | allowed | what it is for |
        |---|---|---|---|---|
        """
        + Arrays.stream(Setting.values())
            .map(SettingsDocumentTest::row)
            .collect(Collectors.joining());
  }

  private static String row(Setting setting) {
    return "| `%s` | `%s` | `%s` | %s | %s |\n"
        .formatted(
            setting.variable(),
            setting.argument(),
            setting.fallback(),
            setting.kind().allowed(),
            setting.description());
  }
}
