package io.hotupdate.cli;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directory of control sockets. Who can write to it can feign any server in it, so it must belong
 * to the user of the tool; for root, to root or to the user of the server it speaks for.
 */
record ControlDirectory(Path path) {
  private static final String SUFFIX = ".sock";
  // Ten digits are more than a process number has, proc_sys_kernel(5): pid_max.
  private static final Pattern SOCKET =
      Pattern.compile("([1-9][0-9]{0,9})" + Pattern.quote(SUFFIX));

  /** Why the directory is not to be used, in words that follow its name; empty if it may be. */
  Optional<String> objection(Host host) {
    if (!Files.exists(path, NOFOLLOW_LINKS)) {
      return Optional.of("does not exist");
    }
    // The agent makes none that is a link: a link in a shared directory may be anybody's.
    if (!Files.isDirectory(path, NOFOLLOW_LINKS)) {
      return Optional.of("is not a directory");
    }
    try {
      int owner = owner();
      if (owner != host.uid() && !host.isRoot()) {
        return Optional.of("belongs to user " + owner + ", not to user " + host.uid());
      }
      if (Files.getPosixFilePermissions(path).stream()
          .anyMatch(permission -> permission == GROUP_WRITE || permission == OTHERS_WRITE)) {
        return Optional.of("can be written to by others than its owner");
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("cannot be looked at: " + e);
    }
  }

  /** The servers that have a socket here and are alive. */
  List<Server> servers(Host host) {
    List<Server> servers = new ArrayList<>();
    try (DirectoryStream<Path> sockets = Files.newDirectoryStream(path, "*" + SUFFIX)) {
      for (Path socket : sockets) {
        Matcher name = SOCKET.matcher(socket.getFileName().toString());
        if (name.matches()) {
          server(host, Long.parseLong(name.group(1))).ifPresent(servers::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + path, e);
    }
    return servers;
  }

  /** The server of that process, if it has its socket here and is alive. */
  Optional<Server> server(Host host, long pid) {
    Path socket = path.resolve(pid + SUFFIX);
    boolean isSocket = Files.exists(socket, NOFOLLOW_LINKS) && !Files.isSymbolicLink(socket);
    return isSocket && speaksFor(host, pid)
        ? Optional.of(new Server(pid, socket))
        : Optional.empty();
  }

  /** A user's directory must not make root believe things of a process of somebody else. */
  private boolean speaksFor(Host host, long pid) {
    OptionalInt user = host.userOf(pid);
    try {
      int owner = owner();
      return user.isPresent() && (owner == host.uid() || owner == 0 || owner == user.getAsInt());
    } catch (IOException e) {
      // It was there a moment ago.
      return false;
    }
  }

  private int owner() throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS);
  }
}
