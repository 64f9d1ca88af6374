package io.hotupdate.it;

import io.hotupdate.it.load.GrpcBidi;
import io.hotupdate.it.load.GrpcStreams;
import io.hotupdate.it.load.GrpcUnary;
import io.hotupdate.it.load.Http2Streams;
import io.hotupdate.it.load.IdleOverUpdate;
import io.hotupdate.it.load.KeepAlive;
import io.hotupdate.it.load.Load;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.Pipelined;
import io.hotupdate.it.load.StreamedResponses;
import io.hotupdate.it.load.Target;
import io.hotupdate.it.load.ThinkTimes;
import io.hotupdate.it.load.Updates;
import io.hotupdate.it.load.Uploads;
import io.hotupdate.it.load.WebSockets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The servers of {@link DrainIT}, each with the protocols it speaks and the clients it gets. */
enum Served {
  JETTY("jetty", Speaks.EVERYTHING, "jdk"),
  UNDERTOW("undertow", Speaks.EVERYTHING, "jdk"),
  TOMCAT("tomcat", Speaks.EVERYTHING, "jdk"),
  NETTY_NIO("netty", Speaks.EVERYTHING, "nio"),
  NETTY_NATIVE("netty", Speaks.EVERYTHING, "openssl"),
  BLOCKING("blocking", Speaks.HTTP1, "jdk"),
  GRPC("grpc", Speaks.GRPC, "plain"),
  GRPC_SHADED("grpc", Speaks.GRPC, "shaded");

  private enum Speaks {
    /** HTTP/1.1, in clear text and over TLS. */
    HTTP1,
    /** The same, and HTTP/2 and WebSocket. */
    EVERYTHING,
    /** gRPC. */
    GRPC
  }

  private final String folder;
  private final Speaks speaks;
  private final String variant;

  Served(String folder, Speaks speaks, String variant) {
    this.folder = folder;
    this.speaks = speaks;
    this.variant = variant;
  }

  /** All, or those that {@code -Dhotupdate.it.served=JETTY,GRPC} names. */
  static Stream<Served> all() {
    String names = System.getProperty("hotupdate.it.served", "");
    return Arrays.stream(values())
        .filter(s -> names.isEmpty() || Arrays.asList(names.split(",")).contains(s.name()));
  }

  Deployment deployment() {
    return Deployment.of(
        folder,
        Built.testApp(folder).resolve(folder + ".jar"),
        Built.testApp(folder).resolve("lib"));
  }

  /** With TLS on the first address and clear text on the second; gRPC only on the first. */
  Launch launch(Deployment deployment, List<String> addresses) {
    Launch launch = Launch.of(jdk(), deployment).jvm(option());
    if (isEncrypted()) {
      launch.tls();
    }
    return speaks == Speaks.GRPC
        ? launch.listenUnasked(addresses.get(0)).listen(addresses.get(1))
        : launch.http2().listen(addresses.get(0), addresses.get(1));
  }

  /** gRPC has but one address: plain it speaks clear text there, shaded TLS. */
  private boolean isEncrypted() {
    return this != GRPC;
  }

  /** The servers take the JDKs in turns. */
  private Jdk jdk() {
    List<Jdk> jdks = Matrix.jdks().toList();
    return jdks.get(Arrays.asList(values()).indexOf(this) % jdks.size());
  }

  private String option() {
    return switch (variant) {
      case "nio" -> "-Dtransport=nio";
      case "openssl" -> "-Dssl=openssl";
      default -> "-Dshaded=" + variant.equals("shaded");
    };
  }

  /** Starts a few clients of each kind. */
  LoadMix clients(List<String> addresses, Updates updates) {
    LoadMix mix = new LoadMix();
    Target first = Launch.targetOf(addresses.get(0));
    Target second = Launch.targetOf(addresses.get(1));
    loads(List.of(isEncrypted() ? first.encrypted() : first, second), updates)
        .forEach(load -> mix.start(1, load));
    return mix;
  }

  /** The kinds of these clients. */
  List<String> kinds() {
    Target nowhere = Target.local(0);
    return loads(List.of(nowhere, nowhere), new Updates()).stream()
        .map(Load::kind)
        .distinct()
        .filter(kind -> !kind.equals("idle-over-update"))
        .toList();
  }

  private List<Load> loads(List<Target> targets, Updates updates) {
    List<Load> loads = new ArrayList<>();
    if (speaks == Speaks.GRPC) {
      Target target = targets.get(0);
      loads.add(new GrpcUnary(target, millis(5)));
      loads.add(new GrpcStreams(target, 20, millis(50)));
      loads.add(new GrpcBidi(target, millis(3000), millis(20)));
      return loads;
    }
    for (Target target : targets) {
      // Two seconds are less than the quiet limit: beyond it a request may cross the close.
      loads.add(new ThinkTimes(target, millis(2000)));
      loads.add(new ThinkTimes(target, millis(100)));
      // They take a processor for themselves, so only one of the addresses has them.
      if (target.equals(targets.get(Arrays.asList(values()).indexOf(this) / 2 % 2))) {
        loads.add(new KeepAlive(target, Integer.MAX_VALUE, millis(600_000), millis(0), millis(0)));
      }
      loads.add(new IdleOverUpdate(target, updates));
      loads.add(new Pipelined(target, 4, millis(20)));
      loads.add(new StreamedResponses(target, 500_000, millis(1000)));
      loads.add(new Uploads(target, 20, 5_000, millis(1500)));
      if (speaks == Speaks.EVERYTHING) {
        loads.add(new Http2Streams(target, 10, millis(10)));
        loads.add(new WebSockets(target, millis(3000), millis(100)));
      }
    }
    return loads;
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
