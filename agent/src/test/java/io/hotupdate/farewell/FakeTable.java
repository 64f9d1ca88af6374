package io.hotupdate.farewell;

import io.hotupdate.hooks.Hooks;
import io.hotupdate.http1.Conversation;
import io.hotupdate.http1.Edit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What the hooks would have seen, and connections over which bytes go as the hooks tell them. */
final class FakeTable implements Table {
  // As the hooks have them, whose class is in java.base only where the agent is.
  static final byte READ = 1;
  static final byte WRITTEN = 2;
  static final byte ACCEPTED = 3;
  static final byte HEAD = 0x10;
  static final byte SEVERAL = 0x20;

  final Map<Integer, Byte> operations = new HashMap<>();
  final Map<Integer, Byte> requests = new HashMap<>();
  final Map<Integer, Byte> decrypted = new HashMap<>();
  final Map<Integer, Hooks.Stream> streams = new HashMap<>();
  final Set<Integer> unread = new HashSet<>();
  OptionalInt lastRead = OptionalInt.empty();
  Optional<Following> following = Optional.empty();

  /** Seen to be accepted, and what was last done with it. */
  void has(int fd, byte operation) {
    operations.put(fd, operation);
  }

  void received(Object connection, String text) {
    Following target = following.orElseThrow();
    target.conversation(connection).ifPresent(said -> target.received(said, bytes(text)));
  }

  /** Writes all, and gives what the client sees. */
  String written(Object connection, String text) {
    return written(connection, text, Integer.MAX_VALUE);
  }

  /** The system takes no more than that of one offer; the server offers the rest. */
  String written(Object connection, String text, int most) {
    Following target = following.orElseThrow();
    StringBuilder client = new StringBuilder();
    for (String left = text; !left.isEmpty(); ) {
      Optional<Conversation> said = target.conversation(connection);
      if (said.isEmpty()) {
        return client + left;
      }
      String offered = offered(target.replace(said.get(), bytes(left)), left);
      String taken = offered.substring(0, Math.min(most, offered.length()));
      client.append(taken);
      left = left.substring((int) Math.max(0, target.sent(said.get(), taken.length())));
    }
    return client.toString();
  }

  /** One write of which the system takes so much; gives what the server is to offer again. */
  String writtenInPart(Object connection, String text, int taken) {
    Following target = following.orElseThrow();
    Conversation said = target.conversation(connection).orElseThrow();
    target.replace(said, bytes(text));
    return text.substring((int) Math.max(0, target.sent(said, taken)));
  }

  private static String offered(Optional<Edit> edit, String left) {
    return edit.map(
            change ->
                StandardCharsets.ISO_8859_1.decode(change.replacement())
                    + left.substring(change.consumed()))
        .orElse(left);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public byte lastOperation(int fd) {
    return operations.getOrDefault(fd, (byte) 0);
  }

  @Override
  public byte request(int fd) {
    return requests.getOrDefault(fd, (byte) 0);
  }

  @Override
  public byte decrypted(int fd) {
    return decrypted.getOrDefault(fd, (byte) 0);
  }

  @Override
  public Hooks.Stream stream(int fd) {
    return streams.getOrDefault(fd, Hooks.Stream.NONE);
  }

  @Override
  public boolean isAccepted(int fd) {
    return operations.containsKey(fd);
  }

  @Override
  public boolean hasUnread(int fd) {
    return unread.contains(fd);
  }

  @Override
  public OptionalInt descriptorOf(Object encrypting) {
    return lastRead;
  }

  @Override
  public void follow(Following target) {
    following = Optional.of(target);
  }
}
