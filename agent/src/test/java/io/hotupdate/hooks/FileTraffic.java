package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that go to a socket; run by {@link HooksInEachJdkTest}. */
@Timeout(30)
class FileTraffic {
  @TempDir Path directory;

  @Test
  void a_file_goes_to_a_channel_as_it_is_and_is_told_in_number() throws Exception {
    byte[] head = Substitutions.bytes(100);
    byte[] bytes = Substitutions.bytes(500_000);
    Path file = Files.write(directory.resolve("file"), bytes);
    try (ServerSocketChannel listener = ServerSocketChannel.open().bind(Peer.anyPort());
        Peer peer = new Peer(listener.getLocalAddress(), Peer.SMALL);
        SocketChannel server = listener.accept();
        FileChannel source = FileChannel.open(file);
        Substitutions all = Substitutions.plain()) {
      CompletableFuture<byte[]> got = peer.reads();
      server.write(ByteBuffer.wrap(head));
      long sent = 0;
      while (sent < bytes.length) {
        sent += source.transferTo(sent, bytes.length - sent, server);
      }
      server.write(ByteBuffer.wrap(head));
      server.shutdownOutput();
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      expected.writeBytes(Substitution.of(head));
      expected.writeBytes(bytes);
      expected.writeBytes(Substitution.of(head));
      assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo(expected.toByteArray());
      assertThat(all.only().bytesPassed()).isEqualTo(bytes.length);
    }
  }
}
