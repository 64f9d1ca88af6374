import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;

/** Deletes and binds the path of its last argument, {@code unix:PATH}, as servers do; then dies. */
public final class DiesAfterUnixBind {
  private DiesAfterUnixBind() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var address = UnixDomainSocketAddress.of(args[args.length - 1].substring("unix:".length()));
    Files.deleteIfExists(address.getPath());
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address);
      System.err.println("bound " + listener);
      Thread.sleep(300);
      System.exit(4);
    }
  }
}
