package io.hotupdate;

import io.hotupdate.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the agent says during a test; slf4j-simple writes to what System.err is at that moment. */
public final class CapturedLog implements BeforeEachCallback, AfterEachCallback {
  private ByteArrayOutputStream said = new ByteArrayOutputStream();
  private PrintStream before;

  @Override
  public void beforeEach(ExtensionContext context) {
    before = System.err;
    said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    Log.open(Log.Level.DEBUG);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    System.setErr(before);
  }

  public String text() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
