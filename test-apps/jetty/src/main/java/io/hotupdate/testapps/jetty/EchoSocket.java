package io.hotupdate.testapps.jetty;

import io.hotupdate.testapps.common.Identity;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * Sends back each text that comes by WebSocket, behind the words that say who it is. Public because
 * Jetty calls it by method handles.
 */
public final class EchoSocket implements Session.Listener.AutoDemanding {

  private final Identity identity;
  private volatile Session session;

  EchoSocket(Identity identity) {
    this.identity = identity;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
  }

  @Override
  public void onWebSocketText(String message) {
    session.sendText(
        identity + " " + message, Callback.from(() -> {}, failure -> session.disconnect()));
  }
}
