package io.hotupdate.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes JSON, RFC 8259. What is not known is left out. */
final class Json {
  private final StringWriter text = new StringWriter();
  private final JsonWriter writer = new JsonWriter(text);

  private Json() {}

  /** What to write; the interface of {@link JsonWriter}, with which nothing can fail here. */
  interface Content {
    void writeTo(Json json) throws IOException;
  }

  /** JSON in one line. */
  static String line(Content content) {
    return write("", content);
  }

  /** JSON that can also be read by people. */
  static String pretty(Content content) {
    return write("  ", content);
  }

  private static String write(String indent, Content content) {
    Json json = new Json();
    json.writer.setIndent(indent);
    try {
      content.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return json.text.toString();
  }

  Json object(Content content) throws IOException {
    writer.beginObject();
    content.writeTo(this);
    writer.endObject();
    return this;
  }

  <T> Json array(List<T> elements, Element<T> element) throws IOException {
    writer.beginArray();
    for (T each : elements) {
      element.writeTo(this, each);
    }
    writer.endArray();
    return this;
  }

  /** How an element of an array is written. */
  interface Element<T> {
    void writeTo(Json json, T element) throws IOException;
  }

  Json name(String name) throws IOException {
    writer.name(name);
    return this;
  }

  Json value(String value) throws IOException {
    writer.value(value);
    return this;
  }

  Json field(String name, String value) throws IOException {
    writer.name(name).value(value);
    return this;
  }

  Json field(String name, long value) throws IOException {
    writer.name(name).value(value);
    return this;
  }

  Json field(String name, boolean value) throws IOException {
    writer.name(name).value(value);
    return this;
  }

  Json field(String name, OptionalLong value) throws IOException {
    return value.isPresent() ? field(name, value.getAsLong()) : this;
  }

  Json millis(String name, Optional<Duration> value) throws IOException {
    return value.isPresent() ? field(name, value.get().toMillis()) : this;
  }

  Json field(String name, Optional<String> value) throws IOException {
    return value.isPresent() ? field(name, value.get()) : this;
  }
}
