package io.hotupdate.http2;

import io.hotupdate.log.Log;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says once for each kind of server that its clients cannot be told. */
final class Trouble {
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  void cannot(String server, Throwable why) {
    say(server, "HTTP/2 clients of " + server + " cannot be told to go elsewhere: " + why);
  }

  void unknown(String what) {
    say(what, "HTTP/2 clients of " + what + " cannot be told to go elsewhere: it is not known how");
  }

  private void say(String key, String what) {
    if (said.add(key)) {
      Log.warn(what + "; their connections are kept until they are quiet or the limit comes");
    }
  }
}
