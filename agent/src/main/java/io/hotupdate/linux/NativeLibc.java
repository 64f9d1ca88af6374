package io.hotupdate.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/** {@link Libc} on the C library of this process. */
public final class NativeLibc implements Libc {
  private static final int F_GETFD = 1;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int FD_CLOEXEC = 1;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_PATH = 0x200000;
  private static final int SOCK_CLOEXEC = O_CLOEXEC;
  private static final int FIONREAD = 0x541b;
  private static final int TIOCOUTQ = 0x5411;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int X_OK = 1;
  private static final short POLLHUP = 0x10;
  private static final int ADDRESS_SPACE = 128;

  private final Architecture architecture;
  private final Memory memory = new Memory();
  private final PosixSpawn spawn = new PosixSpawn(memory);
  private final NativeFunction strerror = NativeFunction.of("strerror_r", "lipl");
  private final NativeFunction fcntl = NativeFunction.of("fcntl", "iiil");
  private final NativeFunction dup3 = NativeFunction.of("dup3", "iiii");
  private final NativeFunction close = NativeFunction.of("close", "ii");
  private final NativeFunction getsockopt = NativeFunction.of("getsockopt", "iiiipp");
  private final NativeFunction setsockopt = NativeFunction.of("setsockopt", "iiiipi");
  private final NativeFunction getsockname = NativeFunction.of("getsockname", "iipp");
  private final NativeFunction getpeername = NativeFunction.of("getpeername", "iipp");
  private final NativeFunction ioctl = NativeFunction.of("ioctl", "iilp");
  private final NativeFunction socket = NativeFunction.of("socket", "iiii");
  private final NativeFunction bind = NativeFunction.of("bind", "iipi");
  private final NativeFunction listen = NativeFunction.of("listen", "iii");
  private final NativeFunction connect = NativeFunction.of("connect", "iipi");
  private final NativeFunction accept4 = NativeFunction.of("accept4", "iilli");
  private final NativeFunction poll = NativeFunction.of("poll", "ipli");
  private final NativeFunction shutdown = NativeFunction.of("shutdown", "iii");
  private final NativeFunction socketpair = NativeFunction.of("socketpair", "iiiip");
  private final NativeFunction pipe2 = NativeFunction.of("pipe2", "ipi");
  private final NativeFunction epollCtl = NativeFunction.of("epoll_ctl", "iiiip");
  private final NativeFunction syscall = NativeFunction.of("syscall", "lllll");
  private final NativeFunction kill = NativeFunction.of("kill", "iii");
  private final NativeFunction signal = NativeFunction.of("signal", "lil");
  private final NativeFunction read = NativeFunction.of("read", "lipl");
  private final NativeFunction write = NativeFunction.of("write", "lipl");
  private final NativeFunction open = NativeFunction.of("open", "ipi");
  private final NativeFunction access = NativeFunction.of("access", "ipi");
  private final NativeFunction geteuid = NativeFunction.of("geteuid", "i");
  private final NativeFunction unsetenv = NativeFunction.of("unsetenv", "ip");
  private final NativeFunction waitpid = NativeFunction.of("waitpid", "iipi");

  private NativeLibc(Architecture architecture) {
    this.architecture = architecture;
  }

  /**
   * Loads the native code.
   *
   * @throws IOException if it cannot be loaded
   * @throws UnsupportedOperationException if this machine lacks something that the agent needs
   */
  public static NativeLibc load() throws IOException {
    Architecture architecture = Architecture.current();
    NativeLibrary.load();
    return new NativeLibc(architecture);
  }

  @Override
  public int duplicate(int fd, int lowest) throws LinuxException {
    return check(fcntl.callInt(fd, F_DUPFD_CLOEXEC, (long) lowest), "duplicate fd " + fd);
  }

  @Override
  public void replace(int from, int to, boolean closeOnExec) throws LinuxException {
    check(dup3.callInt(from, to, closeOnExec ? O_CLOEXEC : 0), "dup3 fd " + from + " to " + to);
  }

  @Override
  public void close(int fd) throws LinuxException {
    check(close.callInt(fd), "close fd " + fd);
  }

  @Override
  public boolean closeOnExec(int fd) throws LinuxException {
    return (check(fcntl.callInt(fd, F_GETFD, 0L), "flags of fd " + fd) & FD_CLOEXEC) != 0;
  }

  @Override
  public void setCloseOnExec(int fd) throws LinuxException {
    check(fcntl.callInt(fd, F_SETFD, (long) FD_CLOEXEC), "set close-on-exec of fd " + fd);
  }

  @Override
  public boolean nonBlocking(int fd) throws LinuxException {
    return (statusFlags(fd) & O_NONBLOCK) != 0;
  }

  @Override
  public void setNonBlocking(int fd) throws LinuxException {
    long flags = statusFlags(fd) | O_NONBLOCK;
    check(fcntl.callInt(fd, F_SETFL, flags), "set O_NONBLOCK of fd " + fd);
  }

  private int statusFlags(int fd) throws LinuxException {
    return check(fcntl.callInt(fd, F_GETFL, 0L), "status flags of fd " + fd);
  }

  @Override
  public int option(int fd, int level, int name) throws LinuxException {
    byte[] value = option(fd, level, name, Integer.BYTES);
    return buffer(value).getInt();
  }

  @Override
  public byte[] option(int fd, int level, int name, int size) throws LinuxException {
    byte[] value = new byte[size];
    byte[] length = ints(size);
    check(
        getsockopt.callInt(fd, level, name, value, length),
        "getsockopt " + level + "/" + name + " of fd " + fd);
    return Arrays.copyOf(value, buffer(length).getInt());
  }

  @Override
  public void setOption(int fd, int level, int name, byte[] value) throws LinuxException {
    check(
        setsockopt.callInt(fd, level, name, value, value.length),
        "setsockopt " + level + "/" + name + " of fd " + fd);
  }

  @Override
  public void requireTtl(int fd, int ttl) throws LinuxException {
    check(
        setsockopt.callInt(fd, Socket.IPPROTO_IP, Socket.IP_MINTTL, ints(ttl), Integer.BYTES),
        "demand a time to live of fd " + fd);
  }

  @Override
  public void setTtl(int fd, int ttl) throws LinuxException {
    check(
        setsockopt.callInt(fd, Socket.IPPROTO_IP, Socket.IP_TTL, ints(ttl), Integer.BYTES),
        "set the time to live of fd " + fd);
  }

  @Override
  public Address localAddress(int fd) throws LinuxException {
    return address(getsockname, fd);
  }

  @Override
  public Address peerAddress(int fd) throws LinuxException {
    return address(getpeername, fd);
  }

  private Address address(NativeFunction function, int fd) throws LinuxException {
    byte[] address = new byte[ADDRESS_SPACE];
    byte[] length = ints(address.length);
    check(function.callInt(fd, address, length), function.name() + " of fd " + fd);
    return Address.of(address, buffer(length).getInt());
  }

  @Override
  public int unread(int fd) throws LinuxException {
    return queue(fd, FIONREAD);
  }

  @Override
  public int unsent(int fd) throws LinuxException {
    return queue(fd, TIOCOUTQ);
  }

  private int queue(int fd, long request) throws LinuxException {
    byte[] count = new byte[Integer.BYTES];
    check(ioctl.callInt(fd, request, count), "queue length of fd " + fd);
    return buffer(count).getInt();
  }

  @Override
  public int streamSocket(int domain) throws LinuxException {
    return check(
        socket.callInt(domain, Socket.SOCK_STREAM | SOCK_CLOEXEC, 0), "socket of family " + domain);
  }

  @Override
  public void bind(int fd, Address address) throws LinuxException {
    byte[] bytes = address.bytes();
    check(bind.callInt(fd, bytes, bytes.length), "bind fd " + fd + " to " + address);
  }

  @Override
  public void listen(int fd, int backlog) throws LinuxException {
    check(listen.callInt(fd, backlog), "listen on fd " + fd);
  }

  @Override
  public void connect(int fd, Address address) throws LinuxException {
    byte[] bytes = address.bytes();
    check(connect.callInt(fd, bytes, bytes.length), "connect fd " + fd + " to " + address);
  }

  @Override
  public int accept(int fd) throws LinuxException {
    return check(accept4.callInt(fd, 0L, 0L, SOCK_CLOEXEC), "accept on fd " + fd);
  }

  @Override
  public boolean hungUp(int fd) throws LinuxException {
    // struct pollfd { int fd; short events; short revents; }
    byte[] list = buffer(new byte[8]).putInt(fd).array();
    check(poll.callInt(list, 1L, 0), "poll fd " + fd);
    return (buffer(list).getShort(6) & POLLHUP) != 0;
  }

  @Override
  public void shutdown(int fd, int how) throws LinuxException {
    check(shutdown.callInt(fd, how), "shutdown of fd " + fd);
  }

  @Override
  public int[] socketPair() throws LinuxException {
    byte[] pair = new byte[2 * Integer.BYTES];
    int type = Socket.SOCK_STREAM | SOCK_CLOEXEC;
    check(socketpair.callInt(Socket.AF_UNIX, type, 0, pair), "socketpair");
    return pair(pair);
  }

  @Override
  public int[] pipe() throws LinuxException {
    byte[] pair = new byte[2 * Integer.BYTES];
    check(pipe2.callInt(pair, O_CLOEXEC), "pipe");
    return pair(pair);
  }

  private static int[] pair(byte[] pair) {
    return new int[] {buffer(pair).getInt(0), buffer(pair).getInt(Integer.BYTES)};
  }

  @Override
  public void epollDelete(int epoll, int fd) throws LinuxException {
    byte[] event = new byte[architecture.epollEventSize()];
    check(
        epollCtl.callInt(epoll, EPOLL_CTL_DEL, fd, event),
        "take fd " + fd + " from epoll " + epoll);
  }

  @Override
  public void epollAdd(int epoll, int fd, int events, long data) throws LinuxException {
    int size = architecture.epollEventSize();
    byte[] event = buffer(new byte[size]).putInt(events).putLong(size - 8, data).array();
    check(epollCtl.callInt(epoll, EPOLL_CTL_ADD, fd, event), "add fd " + fd + " to epoll " + epoll);
  }

  @Override
  public void signalThread(int thread, int signal) throws LinuxException {
    long process = ProcessHandle.current().pid();
    long result =
        syscall.callLong((long) architecture.tgkill(), process, (long) thread, (long) signal);
    check((int) result, "signal " + signal + " to thread " + thread);
  }

  @Override
  public void kill(int pid, int signal) throws LinuxException {
    check(kill.callInt(pid, signal), "signal " + signal + " to process " + pid);
  }

  @Override
  public void setDefaultAction(int number) throws LinuxException {
    // It returns the handler before, an address; only -1 is an error.
    check(signal.callLong(number, 0L) == -1 ? -1 : 0, "default action of signal " + number);
  }

  @Override
  public int read(int fd, byte[] bytes) throws LinuxException {
    while (true) {
      int result = (int) read.callLong(fd, bytes, (long) bytes.length);
      if (result >= 0 || NativeFunction.lastError() != Errno.EINTR) {
        return check(result, "read fd " + fd);
      }
    }
  }

  @Override
  public void write(int fd, byte[] bytes, int count) throws LinuxException {
    int done = 0;
    while (done < count) {
      byte[] rest = Arrays.copyOfRange(bytes, done, count);
      int result = (int) write.callLong(fd, rest, (long) rest.length);
      if (result >= 0 || NativeFunction.lastError() != Errno.EINTR) {
        done += check(result, "write fd " + fd);
      }
    }
  }

  @Override
  public int openPath(byte[] path) throws LinuxException {
    byte[] name = Memory.zeroTerminated(path);
    return check(
        open.callInt(name, O_PATH | O_CLOEXEC), "open " + new String(path, StandardCharsets.UTF_8));
  }

  @Override
  public boolean executable(byte[] path) {
    byte[] asDirectory = Arrays.copyOf(path, path.length + 1);
    asDirectory[path.length] = '/';
    return isAccessible(path) && !isAccessible(asDirectory);
  }

  private boolean isAccessible(byte[] path) {
    return access.callInt(Memory.zeroTerminated(path), X_OK) == 0;
  }

  @Override
  public int user() {
    return geteuid.callInt();
  }

  @Override
  public void unsetEnvironment(String name) throws LinuxException {
    byte[] bytes = Memory.zeroTerminated(name.getBytes(StandardCharsets.US_ASCII));
    check(unsetenv.callInt(bytes), "unsetenv " + name);
  }

  @Override
  public int spawn(SpawnRequest request) throws LinuxException {
    return spawn.start(request, this::failure);
  }

  @Override
  public OptionalInt await(int pid) throws LinuxException {
    byte[] status = new byte[Integer.BYTES];
    while (true) {
      int result = waitpid.callInt(pid, status, 0);
      if (result == pid) {
        return OptionalInt.of(buffer(status).getInt());
      }
      if (NativeFunction.lastError() == Errno.ECHILD) {
        return OptionalInt.empty();
      }
      if (NativeFunction.lastError() != Errno.EINTR) {
        throw failure("waitpid " + pid, NativeFunction.lastError());
      }
    }
  }

  private int check(int result, String call) throws LinuxException {
    if (result < 0) {
      throw failure(call, NativeFunction.lastError());
    }
    return result;
  }

  private LinuxException failure(String call, int errno) {
    byte[] text = new byte[256];
    long address = strerror.callLong(errno, text, (long) text.length);
    return new LinuxException(call, errno, memory.text(address, text));
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  private static byte[] ints(int value) {
    return buffer(new byte[Integer.BYTES]).putInt(value).array();
  }
}
