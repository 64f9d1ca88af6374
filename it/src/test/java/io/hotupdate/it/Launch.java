package io.hotupdate.it;

import static java.lang.ProcessBuilder.Redirect.appendTo;

import io.hotupdate.it.load.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How a service is started. Starts generation 1. */
public final class Launch {
  private static final String SERVICE = "IT_SERVICE";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Deployment deployment;
  private final List<String> jvmArguments = new ArrayList<>(List.of("-Xmx192m"));
  private final List<String> unasked = new ArrayList<>();
  private final List<String> listeners = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final List<String> prefix = new ArrayList<>();
  private List<String> agent;
  private String program;
  private List<String> application;
  private Path directory;
  private boolean encrypted;

  private Launch(Jdk jdk, Deployment deployment) {
    this.deployment = deployment;
    this.agent = List.of("-javaagent:" + Built.agent());
    this.program = jdk.java().toString();
    this.application = List.of("-jar", deployment.jar().toString());
    this.directory = deployment.directory();
  }

  /** The deployed server with the agent, in the directory of the deployment. */
  public static Launch of(Jdk jdk, Deployment deployment) {
    return new Launch(jdk, deployment);
  }

  /** Passes arguments to the agent, as in {@code -javaagent:hotupdate.jar=arguments}. */
  public Launch agent(String arguments) {
    agent = List.of("-javaagent:" + Built.agent() + "=" + arguments);
    return this;
  }

  /** Starts the server as it is without the agent. */
  public Launch withoutAgent() {
    agent = List.of();
    return this;
  }

  /** Adds arguments of the JVM; they come before the agent. */
  public Launch jvm(String... arguments) {
    jvmArguments.addAll(Arrays.asList(arguments));
    return this;
  }

  /** Starts the JVM by a command that gets the JVM's command line as its arguments, as nohup(1). */
  public Launch prefix(String... command) {
    prefix.addAll(Arrays.asList(command));
    return this;
  }

  /** Calls the JVM by another name: relative, by a symlink, or one that PATH resolves. */
  public Launch program(String name) {
    program = name;
    return this;
  }

  /** Names the jar in another way, such as relative to the directory. */
  public Launch jar(String name) {
    application = List.of("-jar", name);
    return this;
  }

  /** Starts the server from a source file (JEP 330), with the deployed jar as its class path. */
  public Launch source(Path file) {
    application = List.of("-cp", deployment.jar().toString(), file.toString());
    return this;
  }

  /** Adds to the environment, which else is that of this JVM. */
  public Launch env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Takes away from the environment. */
  public Launch withoutEnv(String name) {
    removed.add(name);
    return this;
  }

  /** Starts the server in another directory; PWD says the same, as after a shell's cd. */
  public Launch in(Path directory) {
    this.directory = directory;
    return this;
  }

  /** Adds listeners, each IPv4-ADDRESS:PORT or [IPv6-ADDRESS]:PORT. */
  public Launch listen(String... addresses) {
    listeners.addAll(Arrays.asList(addresses));
    return this;
  }

  /**
   * Adds a listener before all others that speaks another protocol than HTTP/1.1, so that nobody
   * can ask on it who serves. Where it is reached, {@link #targetOf} says.
   */
  public Launch listenUnasked(String address) {
    unasked.add(address);
    return this;
  }

  /** Lets the first listener speak TLS. */
  public Launch tls() {
    encrypted = true;
    return jvm("-Dtls=" + KeyStoreFile.path());
  }

  /** Lets the server speak HTTP/2 besides HTTP/1.1: by ALPN, and by prior knowledge. */
  public Launch http2() {
    return jvm("-Dhttp2=true");
  }

  /** Starts it, without waiting for it. */
  public ServerProcess start() {
    Path stdout = deployment.directory().resolve("stdout");
    Path stderr = deployment.directory().resolve("stderr");
    String service = UUID.randomUUID().toString();
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .directory(directory.toFile())
            .redirectOutput(appendTo(stdout.toFile()))
            .redirectError(appendTo(stderr.toFile()));
    builder.environment().put("PWD", directory.toString());
    builder.environment().put(SERVICE, service);
    builder.environment().putAll(environment);
    builder.environment().keySet().removeAll(removed);
    try {
      Process process = builder.start();
      return new ServerProcess(process.pid(), SERVICE + "=" + service, stdout, stderr, targets());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(prefix);
    command.add(program);
    command.addAll(jvmArguments);
    command.addAll(agent);
    command.addAll(application);
    command.addAll(unasked);
    command.addAll(listeners);
    return command;
  }

  private List<Target> targets() {
    List<Target> targets = new ArrayList<>(listeners.stream().map(Launch::targetOf).toList());
    if (encrypted && unasked.isEmpty()) {
      targets.set(0, targets.get(0).encrypted());
    }
    return targets;
  }

  /** Where a listener in clear text is reached. */
  static Target targetOf(String listener) {
    int colon = listener.lastIndexOf(':');
    String host = listener.substring(0, colon);
    int port = Integer.parseInt(listener.substring(colon + 1));
    return new Target(
        new InetSocketAddress(host.equals("0.0.0.0") ? "127.0.0.1" : host, port), TIMEOUT);
  }
}
