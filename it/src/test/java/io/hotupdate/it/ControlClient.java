package io.hotupdate.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Talks to the control sockets of a directory, line by line. */
record ControlClient(Path directory) {
  /** One line of an answer: its word, and its keys with their values. */
  record Line(String word, Map<String, String> values) {
    String get(String key) {
      assertThat(values).as(word).containsKey(key);
      return values.get(key);
    }

    long number(String key) {
      return Long.parseLong(get(key));
    }

    private static Line parse(String text) {
      String[] words = text.split(" ", -1);
      Map<String, String> values = new HashMap<>();
      for (String pair : Arrays.asList(words).subList(1, words.length)) {
        String[] parts = pair.split("=", 2);
        values.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
      }
      return new Line(words[0], values);
    }
  }

  Path socketOf(long pid) {
    return directory.resolve(pid + ".sock");
  }

  SocketChannel connect(long pid) {
    try {
      return SocketChannel.open(UnixDomainSocketAddress.of(socketOf(pid)));
    } catch (IOException e) {
      throw new UncheckedIOException(socketOf(pid).toString(), e);
    }
  }

  /** Asks, and reads to the end. */
  List<Line> ask(long pid, String request) {
    try (SocketChannel channel = connect(pid)) {
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(UTF_8)));
      String answer = new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
      return answer.lines().map(Line::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The complete status. */
  List<Line> status(long pid, boolean deep) {
    List<Line> lines = ask(pid, deep ? "status deep" : "status");
    assertThat(lines).isNotEmpty();
    assertThat(lines.get(lines.size() - 1).word()).as(lines.toString()).isEqualTo("end");
    return lines;
  }

  static List<Line> named(String word, List<Line> lines) {
    return lines.stream().filter(line -> line.word().equals(word)).toList();
  }

  /** The lines that follow the one of this connection, up to the next that is no frame. */
  static List<String> frames(List<Line> lines, Line connection) {
    List<String> frames = new ArrayList<>();
    for (Line line : lines.subList(lines.indexOf(connection) + 1, lines.size())) {
      if (!line.word().equals("frame")) {
        break;
      }
      frames.add(line.get("at"));
    }
    return frames;
  }
}
