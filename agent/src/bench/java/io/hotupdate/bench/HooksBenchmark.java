package io.hotupdate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hotupdate.http1.Conversation;
import io.hotupdate.http1.Conversation.Start;
import io.hotupdate.http1.Edit;
import java.io.FileDescriptor;
import java.lang.reflect.Method;
import java.net.HotUpdateHooks;
import java.net.HotUpdateTraffic;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the hooks cost at one read of a request and one write of its response, without the system
 * calls between which they stand. Run by {@code it/bench-hooks}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HooksBenchmark {
  private static final int REQUEST_BYTES = 200;
  private static final int RESPONSE_BYTES = 300;
  private static final int STANDARD_OUTPUT = 1;

  /** Who listens. */
  public enum Drain {
    /** Nobody. */
    OFF,
    /** Somebody who does not care for this connection. */
    OTHERS,
    /** Somebody who has each response say {@code Connection: close}. */
    ON
  }

  /** Whether there is a drain. */
  @Param({"OFF", "OTHERS", "ON"})
  public Drain drain;

  // A descriptor that is there; nothing is written to it.
  private final FileDescriptor descriptor = FileDescriptor.out;
  private ByteBuffer request;
  private ByteBuffer response;
  private long requestAddress;
  private long responseAddress;

  /** Makes the bytes, and a connection that has been accepted. */
  @Setup
  public void prepare() throws ReflectiveOperationException {
    request = bytes("GET /some/page HTTP/1.1\r\nHost: example.org\r\nAccept: ", REQUEST_BYTES);
    response =
        bytes(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Type: text/plain\r\nServer: ",
            RESPONSE_BYTES);
    requestAddress = address(request);
    responseAddress = address(response);
    HotUpdateHooks.acceptedNative(STANDARD_OUTPUT);
    HotUpdateTraffic.listener = drain == Drain.OFF ? null : new Listener(drain == Drain.ON);
  }

  private static ByteBuffer bytes(String begin, int length) {
    String head = begin + "x".repeat(length - begin.length() - 4) + "\r\n\r\n";
    return ByteBuffer.allocateDirect(length).put(head.getBytes(US_ASCII)).flip();
  }

  private static long address(ByteBuffer buffer) throws ReflectiveOperationException {
    Method address =
        Class.forName("java.net.HotUpdateGlance").getDeclaredMethod("address", ByteBuffer.class);
    address.setAccessible(true);
    return (long) address.invoke(null, buffer);
  }

  /** A call of a method that does nothing, twice. */
  @Benchmark
  public int nothing() {
    return nothing(RESPONSE_BYTES, descriptor, responseAddress)
        + nothing(REQUEST_BYTES, descriptor, requestAddress);
  }

  @CompilerControl(CompilerControl.Mode.DONT_INLINE)
  private static int nothing(int length, FileDescriptor descriptor, long address) {
    return length;
  }

  /** The hooks of one request and its response. */
  @Benchmark
  public int exchange() {
    read();
    return write();
  }

  private void read() {
    HotUpdateHooks.read(REQUEST_BYTES, descriptor, requestAddress);
  }

  private int write() {
    int length = HotUpdateTraffic.writing(descriptor, responseAddress, RESPONSE_BYTES);
    long address = HotUpdateTraffic.address(responseAddress);
    return HotUpdateHooks.written(length, descriptor, address);
  }

  private static final class Listener implements HotUpdateTraffic.Listener {
    private final Map<Object, Conversation> conversations = new ConcurrentHashMap<>();

    Listener(boolean telling) {
      if (telling) {
        conversations.put(STANDARD_OUTPUT, new Conversation(Start.FRESH));
      }
    }

    @Override
    public Object conversation(Object connection) {
      return conversations.get(connection);
    }

    @Override
    public void received(Object conversation, ByteBuffer bytes) {
      ((Conversation) conversation).received(bytes);
    }

    @Override
    public ByteBuffer replace(Object conversation, ByteBuffer bytes) {
      Optional<Edit> edit = ((Conversation) conversation).replace(bytes);
      if (edit.isEmpty()) {
        throw new IllegalStateException("no change; what is measured is another thing");
      }
      bytes.position(bytes.position() + edit.get().consumed());
      return edit.get().replacement();
    }

    @Override
    public long sent(Object conversation, long taken) {
      return ((Conversation) conversation).sent(taken);
    }

    @Override
    public void passed(Object conversation, long bytes) {}

    @Override
    public void changed(int fd) {}
  }
}
