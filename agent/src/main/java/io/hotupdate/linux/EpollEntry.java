package io.hotupdate.linux;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of an epoll instance's list, as {@code /proc/self/fdinfo} shows it, proc(5).
 *
 * @param epoll the descriptor of the epoll instance
 * @param fd the descriptor that was added; the entry belongs to the open file it named then
 * @param events the mask that is waited for, epoll_ctl(2)
 * @param data what epoll_wait(2) gives back
 * @param inode the inode number of the open file
 */
public record EpollEntry(int epoll, int fd, int events, long data, long inode) {
  private static final Pattern LINE =
      Pattern.compile(
          "tfd:\\s*(\\d+)\\s+events:\\s*([0-9a-f]+)\\s+data:\\s*([0-9a-f]+)"
              + "(?:\\s+pos:\\s*-?\\d+\\s+ino:\\s*([0-9a-f]+))?.*");
  private static final int EPOLLIN = 1;

  static Optional<EpollEntry> parse(int epoll, String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new EpollEntry(
            epoll,
            Integer.parseInt(matcher.group(1)),
            Integer.parseUnsignedInt(matcher.group(2), 16),
            Long.parseUnsignedLong(matcher.group(3), 16),
            matcher.group(4) == null ? 0 : Long.parseLong(matcher.group(4), 16)));
  }

  /** Whether readable (for a listener: a connection to accept) is waited for. */
  public boolean waitsForInput() {
    return (events & EPOLLIN) != 0;
  }
}
