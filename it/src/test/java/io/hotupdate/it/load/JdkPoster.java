package io.hotupdate.it.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The JDK's HttpClient, which sends a POST once if {@code jdk.httpclient} has no setting. */
public final class JdkPoster implements Poster {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient client;
  private final HttpClient.Version protocol;

  /**
   * @param protocol over TLS, what ALPN is to choose
   */
  public JdkPoster(HttpClient.Version protocol) {
    this.protocol = protocol;
    this.client = HttpClient.newBuilder().version(protocol).sslContext(Encrypted.context()).build();
  }

  /**
   * Whether the client of this JVM surely lets the streams run on that a GOAWAY leaves alone.
   * Before it was repaired (JDK-8335181) it ends them all, whatever the server is about to answer.
   */
  public static boolean survivesGoAway() {
    int feature = Runtime.version().feature();
    return feature >= 24 || (feature == 17 && Runtime.version().update() >= 17);
  }

  @Override
  public String name() {
    return "JDK HttpClient " + name(protocol);
  }

  private static String name(HttpClient.Version version) {
    return version == HttpClient.Version.HTTP_2 ? "HTTP/2" : "HTTP/1.1";
  }

  @Override
  public String version() {
    return Runtime.version().toString();
  }

  @Override
  public Reply post(URI uri, byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return new Reply(
        response.statusCode(),
        name(response.version()),
        response.headers().firstValue("X-Pid").orElse(""),
        response.headers().firstValue("X-Version").orElse(""),
        response.body());
  }
}
