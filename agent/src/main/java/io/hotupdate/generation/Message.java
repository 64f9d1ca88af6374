package io.hotupdate.generation;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the two ends of a channel tell each other. On the wire each is one line of UTF-8: a word,
 * and what belongs to it.
 */
sealed interface Message {
  /** The line, without its end. */
  String line();

  /** From the successor: it runs. */
  record Hello(int generation, long pid) implements Message {
    @Override
    public String line() {
      return "hello " + generation + " " + pid;
    }
  }

  /** From the successor: it accepts on every listener that it must take over. */
  record Ready() implements Message {
    @Override
    public String line() {
      return "ready";
    }
  }

  /** From the predecessor: open the gates. From here on the update is a fact. */
  record Commit() implements Message {
    @Override
    public String line() {
      return "commit";
    }
  }

  /**
   * From the successor: its gates are open.
   *
   * @param taken the places, in the list that was handed over, of the listeners it serves
   */
  record Serving(Set<Integer> taken) implements Message {
    @Override
    public String line() {
      return "serving "
          + new TreeSet<>(taken).stream().map(String::valueOf).collect(Collectors.joining(","));
    }
  }

  /** From the successor: what it lacks to be ready, in words. */
  record Waiting(String missing) implements Message {
    @Override
    public String line() {
      return "waiting " + missing.replace('\n', ' ');
    }
  }

  /** From the successor: it cannot take over, or cannot go on after it has, and why. */
  record Failed(String reason) implements Message {
    @Override
    public String line() {
      return "failed " + reason.replace('\n', ' ');
    }
  }

  /** From either: somebody asked it for an update, and it does not serve any more. */
  record Update() implements Message {
    @Override
    public String line() {
      return "update";
    }
  }

  /** From either: it ends on purpose, do not take its place. */
  record Stopping() implements Message {
    @Override
    public String line() {
      return "stopping";
    }
  }

  /** From the predecessor, which accepts again: stop accepting, and drain. */
  record Yield() implements Message {
    @Override
    public String line() {
      return "yield";
    }
  }

  /** From the successor: it has stopped accepting, because it was told to yield. */
  record Yielded() implements Message {
    @Override
    public String line() {
      return "yielded";
    }
  }

  /** From a generation that is about to be replaced in its turn: do not take its place. */
  record Superseded(int generation) implements Message {
    @Override
    public String line() {
      return "superseded " + generation;
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none of these messages
   */
  static Message parse(String line) {
    String[] words = line.split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "hello" -> new Hello(generation(rest), pid(rest));
      case "waiting" -> new Waiting(rest);
      case "ready" -> new Ready();
      case "commit" -> new Commit();
      case "serving" -> new Serving(numbers(rest));
      case "failed" -> new Failed(rest);
      case "update" -> new Update();
      case "stopping" -> new Stopping();
      case "yield" -> new Yield();
      case "yielded" -> new Yielded();
      case "superseded" -> new Superseded(generation(rest));
      default -> throw new IllegalArgumentException("unknown message: " + line);
    };
  }

  private static int generation(String words) {
    return Integer.parseInt(words.split(" ", 2)[0]);
  }

  private static long pid(String words) {
    String[] pair = words.split(" ", 2);
    if (pair.length < 2) {
      throw new IllegalArgumentException("a process number is missing: " + words);
    }
    return Long.parseLong(pair[1]);
  }

  private static Set<Integer> numbers(String list) {
    return list.isEmpty()
        ? Set.of()
        : Arrays.stream(list.split(",")).map(Integer::valueOf).collect(Collectors.toSet());
  }
}
