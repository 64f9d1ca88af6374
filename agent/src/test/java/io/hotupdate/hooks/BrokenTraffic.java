package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes that fail; run by {@link HooksInEachJdkTest}. */
@Timeout(30)
class BrokenTraffic {
  @Test
  void what_could_not_be_sent_to_one_client_is_not_sent_to_another() throws Exception {
    byte[] bytes = Substitutions.bytes(1000);
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(Peer.anyPort());
        Peer gone = new Peer(listener.getLocalAddress(), Peer.SMALL);
        SocketChannel broken = listener.accept();
        Peer peer = new Peer(listener.getLocalAddress(), Peer.SMALL);
        SocketChannel other = listener.accept();
        Substitutions all = Substitutions.plain()) {
      gone.resets();
      assertThatThrownBy(
              () -> {
                while (true) {
                  broken.write(ByteBuffer.wrap(bytes));
                }
              })
          .isInstanceOf(IOException.class);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        other.write(buffer);
      }
      other.shutdownOutput();
      assertThat(peer.reads().get(20, TimeUnit.SECONDS)).isEqualTo(Substitution.of(bytes));
      assertThat(all.all()).hasSize(2);
    }
  }
}
