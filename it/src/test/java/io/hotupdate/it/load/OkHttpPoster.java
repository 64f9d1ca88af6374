package io.hotupdate.it.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp with its own pool of connections, and without retries. */
public final class OkHttpPoster implements Poster {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final OkHttpClient client;
  private final String protocol;

  private OkHttpPoster(String protocol, List<Protocol> protocols) {
    this.protocol = protocol;
    this.client =
        new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .protocols(protocols)
            .sslSocketFactory(Encrypted.context().getSocketFactory(), Encrypted.TRUSTING)
            .hostnameVerifier((host, session) -> true)
            .readTimeout(TIMEOUT)
            .build();
  }

  /** One that speaks HTTP/1.1 only. */
  public static OkHttpPoster http1() {
    return new OkHttpPoster("HTTP/1.1", List.of(Protocol.HTTP_1_1));
  }

  /** One that speaks HTTP/2 over TLS, if the server does. */
  public static OkHttpPoster http2() {
    return new OkHttpPoster("HTTP/2", List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
  }

  @Override
  public String name() {
    return "OkHttp " + protocol;
  }

  @Override
  public String version() {
    return OkHttp.VERSION;
  }

  @Override
  public Reply post(URI uri, byte[] body) throws IOException {
    Request request =
        new Request.Builder().url(uri.toString()).post(RequestBody.create(body)).build();
    try (Response response = client.newCall(request).execute()) {
      return new Reply(
          response.code(),
          response.protocol() == Protocol.HTTP_2
              ? "HTTP/2"
              : response.protocol().toString().toUpperCase(Locale.ROOT),
          response.header("X-Pid", ""),
          response.header("X-Version", ""),
          response.body().string());
    }
  }
}
