package io.hotupdate.control;

import io.hotupdate.connection.Connections;
import io.hotupdate.farewell.Farewells;
import io.hotupdate.generation.DaemonThread;
import io.hotupdate.generation.Inherit;
import io.hotupdate.generation.Launch;
import io.hotupdate.generation.LiveGeneration;
import io.hotupdate.generation.StartDirectory;
import io.hotupdate.hooks.BootClasses;
import io.hotupdate.hooks.Hooks;
import io.hotupdate.http2.Sessions;
import io.hotupdate.jfr.FlightRecords;
import io.hotupdate.jmx.GenerationBeans;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.NativeLibc;
import io.hotupdate.linux.Proc;
import io.hotupdate.listener.Listener;
import io.hotupdate.listener.Listeners;
import io.hotupdate.listener.PortRange;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Setting;
import io.hotupdate.settings.Settings;
import io.hotupdate.settings.SettingsException;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the agent together at the start of the JVM. */
public final class Startup {
  private static final int WRONG_SETTING = 2;
  private static final Duration HEAD_START = Duration.ofSeconds(1);
  private static final int CANNOT_TAKE_OVER = 1;
  private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  private final Instrumentation instrumentation;
  private final Runnable loadAgentClasses;
  private final Proc proc = new Proc(Path.of("/proc/self"));
  private final Settings settings;
  private final Optional<Inherit> inherit;
  private final List<byte[]> environment;
  private final Optional<String> runtimeDirectory;
  private final StartDirectory directory;
  private final SignalTrigger trigger;
  private final Optional<PidFile> pidFile;
  private boolean triggerInstalled;

  private Startup(
      Instrumentation instrumentation,
      Runnable loadAgentClasses,
      Settings settings,
      Map<String, String> variables,
      List<byte[]> environment) {
    this.instrumentation = instrumentation;
    this.loadAgentClasses = loadAgentClasses;
    this.settings = settings;
    this.inherit = Optional.ofNullable(variables.get(Settings.INHERIT)).map(Inherit::parse);
    this.runtimeDirectory = Optional.ofNullable(variables.get("XDG_RUNTIME_DIR"));
    this.environment = environment;
    this.directory = StartDirectory.remember(environment);
    this.trigger = new SignalTrigger(settings.signal());
    this.pidFile = settings.pidFile().map(file -> new PidFile(file, ProcessHandle.current().pid()));
  }

  /**
   * Does what must be done before the application's {@code main}: checks the settings, and in a
   * successor sets everything up, because the hooks must stand before the application binds.
   *
   * @param arguments the agent's arguments; may be empty
   * @param loadAgentClasses loads every class of the agent
   * @return what is left to do while the application runs already
   */
  public static Runnable prepare(
      String arguments, Instrumentation instrumentation, Runnable loadAgentClasses)
      throws IOException {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new IOException("it needs Linux, this is " + System.getProperty("os.name"));
    }
    List<byte[]> environment = new Proc(Path.of("/proc/self")).environment();
    Map<String, String> variables = decode(environment);
    try {
      Settings settings = Settings.read(arguments, variables);
      Startup startup =
          new Startup(instrumentation, loadAgentClasses, settings, variables, environment);
      startup.triggerInstalled = startup.trigger.install();
      if (startup.inherit.isEmpty()) {
        startup.writePidFile();
        return startup::setUpFirst;
      }
      startup.setUpSuccessor();
    } catch (SettingsException | IllegalArgumentException e) {
      System.err.println("[hotupdate] cannot start: " + e.getMessage());
      System.exit(WRONG_SETTING);
    }
    return () -> {};
  }

  /** Before the application starts, so that whoever has started it finds it. */
  private void writePidFile() throws SettingsException {
    if (pidFile.isPresent()) {
      try {
        pidFile.get().write();
      } catch (IOException e) {
        throw new SettingsException(
            Setting.PIDFILE.variable()
                + " is '"
                + settings.pidFile().orElseThrow()
                + "', which cannot be written ("
                + e
                + "); the server's user must be able to make files in that directory");
      }
      pidFile.get().removeAtExit();
    }
  }

  // Not System.getenv: the JVM would keep what it reads now, and the variable that came from the
  // predecessor is to be taken out before the application looks.
  private static Map<String, String> decode(List<byte[]> environment) {
    Map<String, String> variables = new HashMap<>();
    for (byte[] entry : environment) {
      String[] pair = new String(entry, StandardCharsets.UTF_8).split("=", 2);
      if (pair.length == 2) {
        variables.putIfAbsent(pair[0], pair[1]);
      }
    }
    return variables;
  }

  private void setUpFirst() {
    try {
      // There is nothing to adopt, so the start of the application comes first. But where the
      // signal is ignored, under nohup, it would be lost until the agent is set up.
      if (!proc.ignores(trigger.number())) {
        trigger.await(HEAD_START);
      }
      Log.open(settings.log());
      setUp();
    } catch (IOException | RuntimeException | LinkageError e) {
      System.err.println(
          "[hotupdate] hot update is off: " + reason(e) + "; the server runs without it");
    }
  }

  private void setUpSuccessor() {
    try {
      Log.open(settings.log());
      setUp();
    } catch (IOException | RuntimeException | LinkageError e) {
      // The predecessor sees this process end, and goes on.
      System.err.println("[hotupdate] cannot take over: " + reason(e));
      System.exit(CANNOT_TAKE_OVER);
    }
  }

  static String reason(Throwable e) {
    // The agent's own exceptions are written for the operator, others need their name.
    return e.getClass() == IOException.class || e instanceof LinuxException
        ? e.getMessage()
        : e.toString();
  }

  private void setUp() throws IOException {
    Libc libc = NativeLibc.load();
    Optional<Inherit> verified = LiveGeneration.verify(libc, inherit);
    trigger.endIgnoring(libc, proc);
    BootClasses.define(instrumentation);
    Listeners listeners = new Listeners(libc, proc, PortRange.read(EPHEMERAL), Hooks::watch);
    listeners.prove();
    Sessions sessions = new Sessions(instrumentation);
    Farewells farewells = new Farewells(libc, sessions);
    Connections connections = new Connections(libc, proc, new SeenByHooks(farewells));
    farewells.askForClients(connections::isClients);
    Launch launch = new Launch(libc, proc.arguments(), environment, directory);
    LiveGeneration generation =
        new LiveGeneration(libc, listeners, connections, farewells, settings, launch, verified);
    Hooks.install(instrumentation);
    Hooks.connect(new Reports(listeners, generation));
    Hooks.connectSessions(sessions);
    for (Listener bound : listeners.all()) {
      Hooks.watch(bound.fd());
    }
    observe(generation, verified.isEmpty());
    loadAgentClasses.run();
    generation.start();
    boolean control =
        Control.start(libc, settings, runtimeDirectory, generation, version(), listeners::exclude);
    trigger.connect(generation::requestUpdate);
    if (verified.isEmpty()) {
      trigger.explain(generation.number(), triggerInstalled, control);
    }
  }

  private void observe(LiveGeneration generation, boolean isFirst) throws IOException {
    if (pidFile.isPresent()) {
      generation.observe(pidFile.get());
      if (inherit.isPresent()) {
        pidFile.get().removeAtExit();
        if (isFirst) {
          // What was inherited has turned out to be wrong.
          pidFile.get().write();
        }
      }
    }
    if (isInRuntime("jdk.jfr")) {
      FlightRecords records = new FlightRecords();
      records.prepare();
      generation.observe(records);
    }
    Hooks.whenManaged(instrumentation, () -> registerBean(generation));
  }

  private static boolean isInRuntime(String module) {
    return ModuleLayer.boot().findModule(module).isPresent();
  }

  private static void registerBean(LiveGeneration generation) {
    try {
      DaemonThread.start("jmx", () -> GenerationBeans.register(generation));
    } catch (OutOfMemoryError noThread) {
      // This is a thread of the application's, which has asked for something else.
      Log.warn("no bean for management tools: " + noThread);
    }
  }

  private String version() {
    // Of the jar's manifest, which the JVM gives to the packages of the classes that are visible.
    String version = loadAgentClasses.getClass().getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /** Gives to the listeners what the hooks report. */
  private record Reports(Listeners listeners, LiveGeneration generation) implements Hooks.Listener {
    @Override
    public boolean adopt(int fd, SocketAddress wanted) {
      try {
        return listeners.adopt(fd, wanted);
      } catch (IOException | RuntimeException | Error e) {
        // The application's own bind will fail now, with its usual error.
        Log.error("cannot adopt the inherited listener for " + wanted, e);
        return false;
      }
    }

    @Override
    public void bound(int fd, SocketAddress wanted) {
      try {
        listeners.bound(fd, wanted);
        generation.bound();
      } catch (IOException e) {
        generation.gateStuck(e.getMessage());
      } catch (RuntimeException | Error e) {
        generation.gateStuck(e.toString());
      }
    }

    @Override
    public void closing(int fd) {
      try {
        listeners.closing(fd);
      } catch (IOException | RuntimeException | Error e) {
        Log.error("a closed listener may live on until this process ends", e);
      }
    }
  }
}
