package io.hotupdate.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a server for its status. */
final class StatusQuestion {
  private static final String PLAIN = "status";
  private static final String WITH_STACKS = "status deep";

  private StatusQuestion() {}

  /**
   * @param stacks whether to ask for what the threads do
   * @param patience how long the whole answer may take
   */
  static Reply ask(Server server, boolean stacks, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    List<Line> answer = new ArrayList<>();
    try (Conversation conversation = Conversation.begin(server, stacks ? WITH_STACKS : PLAIN)) {
      while (true) {
        // Also what is sent without a pause must come to an end.
        long left = end - System.nanoTime();
        Heard heard = left > 0 ? conversation.next(Duration.ofNanos(left)) : new Heard.Silence();
        if (heard instanceof Heard.Silence) {
          return new Reply.Silent();
        } else if (heard instanceof Heard.End) {
          return answer.isEmpty() ? new Reply.Gone() : new Reply.Unusable("its answer broke off");
        } else if (heard instanceof Heard.Said said) {
          if (said.line().is("end")) {
            return ServerStatus.of(server.pid(), answer)
                .<Reply>map(Reply.Told::new)
                .orElseGet(() -> new Reply.Unusable("its answer is not understood"));
          } else if (said.line().is("error")) {
            return new Reply.Unusable(said.line().words("reason"));
          }
          answer.add(said.line());
        }
      }
    } catch (ConnectException e) {
      return new Reply.Gone();
    } catch (SocketTimeoutException e) {
      return new Reply.Silent();
    } catch (IOException e) {
      return Files.exists(server.socket())
          ? new Reply.Unusable(Printable.of(String.valueOf(e.getMessage())))
          : new Reply.Gone();
    }
  }
}
