package io.hotupdate.it.clients;

import io.hotupdate.it.App;
import io.hotupdate.it.Jdks;
import io.hotupdate.it.load.ApachePoster;
import io.hotupdate.it.load.JdkPoster;
import io.hotupdate.it.load.OkHttpPoster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Clients that people use, one after the other, against a server that is updated. */
public final class Clients {
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final String SERVER = "server=";
  private static final String SECONDS = "seconds=";
  private static final List<Client> ALL =
      List.of(
          new Wrk(),
          new H2load(false),
          new H2load(true),
          new Curl(false),
          new Curl(true),
          new Go(false),
          new Go(true),
          new Library("jdk-http1", new JdkPoster(HttpClient.Version.HTTP_1_1), false),
          new Library("jdk", new JdkPoster(HttpClient.Version.HTTP_2), true),
          new Library("httpclient5", new ApachePoster(), false),
          new Library("okhttp-http1", OkHttpPoster.http1(), false),
          new Library("okhttp", OkHttpPoster.http2(), true),
          Proxy.NGINX,
          Proxy.HAPROXY);

  private Clients() {}

  /**
   * Ends with 0 if no request failed and every client met more than one generation.
   *
   * @param arguments the server, the shortest run of a client in seconds, the clients; none is
   *     needed
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try {
      System.exit(run(arguments) ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.printf(
          "%s%nusage: it/clients [server=APP] [seconds=NUMBER] [CLIENT ...]%nclients: %s%n",
          e.getMessage(), names(ALL));
      System.exit(2);
    }
  }

  private static boolean run(String... arguments) throws IOException, InterruptedException {
    App app = App.JETTY;
    Duration time = TIME;
    List<Client> chosen = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith(SERVER)) {
        app = App.valueOf(argument.substring(SERVER.length()).toUpperCase(Locale.ROOT));
      } else if (argument.startsWith(SECONDS)) {
        time = Duration.ofSeconds(Integer.parseInt(argument.substring(SECONDS.length())));
      } else {
        chosen.add(named(argument));
      }
    }
    return run(app, time, chosen.isEmpty() ? ALL : chosen);
  }

  private static Client named(String name) {
    return ALL.stream()
        .filter(client -> client.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no client '" + name + "'"));
  }

  private static boolean run(App app, Duration time, List<Client> chosen)
      throws IOException, InterruptedException {
    List<Client> missing = chosen.stream().filter(client -> client.version().isEmpty()).toList();
    boolean good = true;
    System.out.printf(
        "server %s on JDK %d, clients on JDK %s%n%n%s%n",
        app, Jdks.newest().feature(), Runtime.version(), Row.HEAD);
    try (Service service = Service.start(app)) {
      for (Client client : chosen) {
        if (!missing.contains(client)) {
          good &= run(service, client, time);
        }
      }
      System.out.printf("%n%s%n", service.drains());
    }
    for (Client client : missing) {
      System.out.printf("%s is MISSING and was left out: %s%n", client.name(), client.install());
    }
    return good;
  }

  private static boolean run(Service service, Client client, Duration time)
      throws InterruptedException {
    try {
      Row row = service.updateUnder(client, time);
      System.out.println(row);
      return row.isGood();
    } catch (IOException e) {
      System.out.println(e.getMessage());
      return false;
    }
  }

  private static String names(List<Client> clients) {
    return clients.stream()
        .map(client -> client.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }
}
