package io.hotupdate.testapps.tomcat;

import io.hotupdate.testapps.common.Identity;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** Sends back each text that comes by WebSocket, behind the words that say who it is. */
final class EchoSocket extends jakarta.websocket.Endpoint {

  private final Identity identity;

  private EchoSocket(Identity identity) {
    this.identity = identity;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.addMessageHandler(String.class, (MessageHandler.Whole<String>) m -> echo(session, m));
  }

  private void echo(Session session, String message) {
    try {
      session.getBasicRemote().sendText(identity + " " + message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts it at /ws, once Tomcat's own initializer has made the container of WebSockets. */
  record Endpoint(Identity identity) implements ServletContainerInitializer {

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
      ServerContainer container =
          (ServerContainer) context.getAttribute(ServerContainer.class.getName());
      ServerEndpointConfig.Configurator configurator =
          new ServerEndpointConfig.Configurator() {
            @Override
            public <T> T getEndpointInstance(Class<T> type) {
              return type.cast(new EchoSocket(identity));
            }
          };
      try {
        container.addEndpoint(
            ServerEndpointConfig.Builder.create(EchoSocket.class, "/ws")
                .configurator(configurator)
                .build());
      } catch (DeploymentException e) {
        throw new ServletException(e);
      }
    }
  }
}
