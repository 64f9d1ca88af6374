package io.hotupdate.listener;

import io.hotupdate.linux.Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which listeners have a port that the kernel chose, so that another process may well have another.
 * Where a bind was not seen, the port itself tells: whether it lies in the range the kernel chooses
 * from.
 */
final class ChosenPorts {
  private final PortRange ephemeral;
  // By the socket's inode.
  private final Map<Long, Boolean> seen = new HashMap<>();

  ChosenPorts(PortRange ephemeral) {
    this.ephemeral = ephemeral;
  }

  /** A bind has been seen. */
  void bound(long inode, boolean byKernel) {
    seen.put(inode, byKernel);
  }

  /** The listener is closed. */
  void closed(long inode) {
    seen.remove(inode);
  }

  /** See {@link Listeners#describe}. */
  List<Inherited> describe(List<Listener> listeners) {
    boolean onlyByKernel = listeners.stream().allMatch(this::isByKernel);
    return listeners.stream().map(listener -> describe(listener, onlyByKernel)).toList();
  }

  private Inherited describe(Listener listener, boolean onlyByKernel) {
    boolean byKernel = isByKernel(listener);
    return new Inherited(listener.fd(), onlyByKernel || !byKernel, byKernel);
  }

  private boolean isByKernel(Listener listener) {
    Address address = listener.id().address();
    return address.isInternet()
        && seen.getOrDefault(listener.inode(), ephemeral.contains(address.port()));
  }
}
