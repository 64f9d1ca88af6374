package io.hotupdate.linux;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A process and what it started, as far as it was seen. A process whose parent has ended belongs to
 * another one then, so look now and then while the parent lives.
 *
 * <p>Safe for use by many threads: one may look while another ends it.
 */
public final class ProcessTree {
  private final ProcessHandle root;
  private final Set<ProcessHandle> seen = new LinkedHashSet<>();

  /**
   * @param pid the process at the root
   */
  public ProcessTree(int pid) {
    this(ProcessHandle.of(pid).orElse(null));
  }

  ProcessTree(ProcessHandle root) {
    this.root = root;
    look();
  }

  /** Takes note of what the process has started by now. */
  public synchronized void look() {
    if (root != null) {
      seen.add(root);
      try {
        seen.addAll(root.descendants().collect(Collectors.toList()));
      } catch (RuntimeException cannotOpenProc) {
        // No descriptor is left. What was seen before can be ended all the same.
        return;
      }
    }
  }

  private synchronized List<ProcessHandle> seen() {
    return List.copyOf(seen);
  }

  /**
   * Waits until none of the processes runs any more.
   *
   * @return false if the time is over before
   */
  public boolean awaitEnd(Duration time) {
    CompletableFuture<?>[] ends =
        seen().stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillRuns) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process cannot fail", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asks all of them to end, SIGTERM. A handle knows the start time, so never hits a stranger. */
  public void terminate() {
    look();
    seen().forEach(ProcessHandle::destroy);
  }

  /** Ends all of them, SIGKILL. */
  public void kill() {
    look();
    seen().forEach(ProcessHandle::destroyForcibly);
  }
}
