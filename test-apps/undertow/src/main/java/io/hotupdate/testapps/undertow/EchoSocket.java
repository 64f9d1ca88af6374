package io.hotupdate.testapps.undertow;

import io.hotupdate.testapps.common.Identity;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;

/** Sends back each text that comes by WebSocket, behind the words that say who it is. */
final class EchoSocket extends AbstractReceiveListener {

  private final Identity identity;

  private EchoSocket(Identity identity) {
    this.identity = identity;
  }

  static HttpHandler handler(Identity identity) {
    return Handlers.websocket(
        (exchange, channel) -> {
          channel.getReceiveSetter().set(new EchoSocket(identity));
          channel.resumeReceives();
        });
  }

  @Override
  protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
    WebSockets.sendText(identity + " " + message.getData(), channel, null);
  }
}
