package io.hotupdate.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * posix_spawn(3): starts a process without copying the page tables of this one, with exactly the
 * descriptors it is meant to have, no signal blocked and none ignored.
 *
 * <p>The JDK's {@code ProcessBuilder} cannot pass descriptors on, and its helper program fails when
 * the JDK was replaced on disk.
 */
final class PosixSpawn {
  // Larger than posix_spawn_file_actions_t (80) and posix_spawnattr_t (336) of glibc.
  private static final int STRUCT_SIZE = 1024;
  private static final int SIGNAL_SET_SIZE = 128;
  private static final int SETSIGDEF = 0x04;
  private static final int SETSIGMASK = 0x08;

  private final Memory memory;
  private final NativeFunction spawn = NativeFunction.of("posix_spawn", "ippllll");
  private final NativeFunction actionsInit =
      NativeFunction.of("posix_spawn_file_actions_init", "il");
  private final NativeFunction actionsDestroy =
      NativeFunction.of("posix_spawn_file_actions_destroy", "il");
  private final NativeFunction addDup2 =
      NativeFunction.of("posix_spawn_file_actions_adddup2", "ilii");
  private final NativeFunction addDirectory =
      NativeFunction.of("posix_spawn_file_actions_addchdir_np", "ilp");
  private final NativeFunction addCloseFrom =
      NativeFunction.of("posix_spawn_file_actions_addclosefrom_np", "ili");
  private final NativeFunction attributesInit = NativeFunction.of("posix_spawnattr_init", "il");
  private final NativeFunction attributesDestroy =
      NativeFunction.of("posix_spawnattr_destroy", "il");
  private final NativeFunction setFlags = NativeFunction.of("posix_spawnattr_setflags", "ili");
  private final NativeFunction setMask = NativeFunction.of("posix_spawnattr_setsigmask", "ilp");
  private final NativeFunction setDefault =
      NativeFunction.of("posix_spawnattr_setsigdefault", "ilp");

  PosixSpawn(Memory memory) {
    this.memory = memory;
  }

  /**
   * Starts the process.
   *
   * @param failure makes an exception of a call and an error number
   * @return the process number of the child
   */
  int start(SpawnRequest request, BiFunction<String, Integer, LinuxException> failure)
      throws LinuxException {
    List<Long> allocated = new ArrayList<>();
    long actions = allocate(new byte[STRUCT_SIZE], allocated);
    long attributes = allocate(new byte[STRUCT_SIZE], allocated);
    try {
      check(actionsInit.callInt(actions), actionsInit, failure);
      check(attributesInit.callInt(attributes), attributesInit, failure);
      try {
        describeFiles(request, actions, failure);
        describeSignals(attributes, failure);
        byte[] pid = new byte[Integer.BYTES];
        check(
            spawn.callInt(
                pid,
                Memory.zeroTerminated(request.program()),
                actions,
                attributes,
                pointers(request.arguments(), allocated),
                pointers(request.environment(), allocated)),
            spawn,
            failure);
        return ByteBuffer.wrap(pid).order(ByteOrder.nativeOrder()).getInt();
      } finally {
        actionsDestroy.callInt(actions);
        attributesDestroy.callInt(attributes);
      }
    } finally {
      allocated.forEach(memory::free);
    }
  }

  private void describeFiles(
      SpawnRequest request, long actions, BiFunction<String, Integer, LinuxException> failure)
      throws LinuxException {
    check(addDup2.callInt(actions, request.standardOutput(), 1), addDup2, failure);
    check(addDup2.callInt(actions, request.standardError(), 2), addDup2, failure);
    int target = SpawnRequest.FIRST_INHERITED;
    for (int fd : request.inherited()) {
      check(addDup2.callInt(actions, fd, target++), addDup2, failure);
    }
    check(addCloseFrom.callInt(actions, target), addCloseFrom, failure);
    if (request.directory().isPresent()) {
      byte[] directory = Memory.zeroTerminated(request.directory().get());
      check(addDirectory.callInt(actions, directory), addDirectory, failure);
    }
  }

  private void describeSignals(long attributes, BiFunction<String, Integer, LinuxException> failure)
      throws LinuxException {
    byte[] all = new byte[SIGNAL_SET_SIZE];
    Arrays.fill(all, (byte) 0xff);
    check(setMask.callInt(attributes, new byte[SIGNAL_SET_SIZE]), setMask, failure);
    check(setDefault.callInt(attributes, all), setDefault, failure);
    check(setFlags.callInt(attributes, SETSIGDEF | SETSIGMASK), setFlags, failure);
  }

  private long pointers(List<byte[]> strings, List<Long> allocated) {
    ByteBuffer array =
        ByteBuffer.allocate((strings.size() + 1) * Long.BYTES).order(ByteOrder.nativeOrder());
    for (byte[] string : strings) {
      array.putLong(allocate(Memory.zeroTerminated(string), allocated));
    }
    return allocate(array.array(), allocated);
  }

  private long allocate(byte[] bytes, List<Long> allocated) {
    long address = memory.copy(bytes);
    allocated.add(address);
    return address;
  }

  /** The posix_spawn functions return the error number, they do not set errno. */
  private static void check(
      int error, NativeFunction function, BiFunction<String, Integer, LinuxException> failure)
      throws LinuxException {
    if (error != 0) {
      throw failure.apply(function.name(), error);
    }
  }
}
