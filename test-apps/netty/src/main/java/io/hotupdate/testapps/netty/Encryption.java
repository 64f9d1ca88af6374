package io.hotupdate.testapps.netty;

import io.hotupdate.testapps.common.Http2;
import io.hotupdate.testapps.common.Tls;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.util.List;

/** TLS by the JDK's engine, or with {@code -Dssl=openssl} by the one on BoringSSL. */
final class Encryption {

  private Encryption() {}

  static SslContext with(Tls tls) throws IOException {
    boolean openSsl = System.getProperty("ssl", "").equals("openssl");
    SslContextBuilder builder =
        SslContextBuilder.forServer(tls.keyManagers())
            .sslProvider(openSsl ? SslProvider.OPENSSL : SslProvider.JDK);
    if (Http2.chosen()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)));
    }
    return builder.build();
  }
}
