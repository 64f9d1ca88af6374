package io.hotupdate.it.load;

import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.VersionInfo;

/** Apache HttpClient 5 with its own pool of connections, and without retries. */
public final class ApachePoster implements Poster {
  private final CloseableHttpClient client =
      HttpClients.custom().disableAutomaticRetries().disableRedirectHandling().build();

  @Override
  public String name() {
    return "Apache HttpClient HTTP/1.1";
  }

  @Override
  public String version() {
    return VersionInfo.loadVersionInfo("org.apache.hc.client5", getClass().getClassLoader())
        .getRelease();
  }

  @Override
  public Reply post(URI uri, byte[] body) throws IOException {
    HttpPost request = new HttpPost(uri);
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_OCTET_STREAM));
    return client.execute(request, ApachePoster::reply);
  }

  private static Reply reply(ClassicHttpResponse response) throws IOException {
    try {
      return new Reply(
          response.getCode(),
          response.getVersion().format(),
          header(response, "X-Pid"),
          header(response, "X-Version"),
          EntityUtils.toString(response.getEntity()));
    } catch (org.apache.hc.core5.http.ParseException e) {
      throw new IOException(e);
    }
  }

  private static String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? "" : header.getValue();
  }
}
