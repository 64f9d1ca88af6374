package io.hotupdate.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the control sockets are. A server may have been started by systemd or cron, whose
 * environment is not that of the operator's shell, so all usual places are searched.
 */
final class ControlDirectories {
  private static final String NAME = "hotupdate";
  private static final Pattern OF_SOME_USER = Pattern.compile(NAME + "-[0-9]{1,10}");
  private static final String VARIABLE = "HOTUPDATE_CONTROL";
  private static final String RUNTIME_DIRECTORY = "XDG_RUNTIME_DIR";

  private final Host host;
  private final Set<Path> places;
  private final boolean named;

  private ControlDirectories(Host host, Set<Path> places, boolean named) {
    this.host = host;
    this.places = places;
    this.named = named;
  }

  /**
   * The directory of the command line, or else of the environment, or else all usual ones.
   *
   * @throws ToolException if a directory was named and cannot be used
   */
  static ControlDirectories of(Host host, Optional<Path> option) throws ToolException {
    Optional<Path> named =
        option.or(
            () ->
                Optional.ofNullable(host.environment().get(VARIABLE))
                    .map(Path::of)
                    // It may be "auto" as well, or "off" for a server that is to be started.
                    .filter(Path::isAbsolute));
    if (named.isEmpty()) {
      return new ControlDirectories(host, usual(host), false);
    }
    Path directory = named.get().toAbsolutePath().normalize();
    Optional<String> objection = new ControlDirectory(directory).objection(host);
    if (objection.isPresent()) {
      throw new ToolException(
          ExitCode.USAGE, "the control directory " + directory + " " + objection.get());
    }
    return new ControlDirectories(host, Set.of(directory), true);
  }

  private static Set<Path> usual(Host host) {
    Set<Path> places = new LinkedHashSet<>();
    Path ofUsers = host.root().resolve("run/user");
    Path shared = host.root().resolve("tmp");
    String ofThisUser = NAME + "-" + host.uid();
    Optional.ofNullable(host.environment().get(RUNTIME_DIRECTORY))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .ifPresent(directory -> places.add(directory.resolve(NAME)));
    places.add(ofUsers.resolve(Integer.toUnsignedString(host.uid())).resolve(NAME));
    places.add(host.temporary().resolve(ofThisUser));
    places.add(shared.resolve(ofThisUser));
    if (host.isRoot()) {
      children(ofUsers).forEach(directory -> places.add(directory.resolve(NAME)));
      Stream.of(host.temporary(), shared)
          .flatMap(directory -> children(directory).stream())
          .filter(child -> OF_SOME_USER.matcher(child.getFileName().toString()).matches())
          .forEach(places::add);
    }
    return places;
  }

  private static List<Path> children(Path directory) {
    List<Path> children = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
        stream.forEach(children::add);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + directory, e);
      }
    }
    return children;
  }

  /** Those that its environment names, for a process that may have another one than the tool. */
  private Set<Path> placesOf(long pid) {
    Set<Path> all = new LinkedHashSet<>(places);
    if (!named) {
      host.variableOf(pid, VARIABLE).map(Path::of).filter(Path::isAbsolute).ifPresent(all::add);
      host.variableOf(pid, RUNTIME_DIRECTORY)
          .map(Path::of)
          .filter(Path::isAbsolute)
          .ifPresent(directory -> all.add(directory.resolve(NAME)));
    }
    return all;
  }

  private List<ControlDirectory> usable(Set<Path> directories) {
    return directories.stream()
        .map(ControlDirectory::new)
        .filter(directory -> directory.objection(host).isEmpty())
        .toList();
  }

  /** Every server that seems to be there, the lowest process number first. */
  List<Server> all() {
    TreeMap<Long, Server> servers = new TreeMap<>();
    for (ControlDirectory directory : usable(places)) {
      directory.servers(host).forEach(server -> servers.putIfAbsent(server.pid(), server));
    }
    return List.copyOf(servers.values());
  }

  /** The servers that have their sockets where this one has. */
  List<Server> beside(Server server) {
    return usable(Set.of(server.socket().getParent())).stream()
        .flatMap(directory -> directory.servers(host).stream())
        .toList();
  }

  /**
   * The server of a process.
   *
   * @throws ToolException if there is none, with the reason
   */
  Server find(long pid) throws ToolException {
    return usable(placesOf(pid)).stream()
        .flatMap(directory -> directory.server(host, pid).stream())
        .findFirst()
        .orElseThrow(() -> new ToolException(ExitCode.USAGE, whyNot(pid)));
  }

  private String whyNot(long pid) {
    OptionalInt user = host.userOf(pid);
    if (user.isEmpty()) {
      return "there is no process " + pid;
    }
    if (user.getAsInt() != host.uid() && !host.isRoot()) {
      return "process "
          + pid
          + " belongs to user "
          + Integer.toUnsignedString(user.getAsInt())
          + "; only that user and root may talk to it";
    }
    if (!named && host.variableOf(pid, VARIABLE).filter("off"::equals).isPresent()) {
      return "process " + pid + " has no control socket: it was started with " + VARIABLE + "=off";
    }
    return "process "
        + pid
        + " has no control socket in "
        + placesOf(pid).stream().map(Path::toString).collect(Collectors.joining(", "))
        + ": it runs without the agent or has just been started, or its HOTUPDATE_CONTROL is off"
        + " or another directory, to be named by --control";
  }
}
