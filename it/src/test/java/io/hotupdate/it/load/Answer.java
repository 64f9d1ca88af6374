package io.hotupdate.it.load;

import static java.util.Objects.requireNonNull;

/**
 * Who answered.
 *
 * @param pid process id of the server, from the header X-Pid
 * @param version version of the application, from the header X-Version
 */
public record Answer(long pid, String version) {
  public Answer {
    requireNonNull(version, "version is null");
  }

  @Override
  public String toString() {
    return "pid=" + pid + " version=" + version;
  }
}
