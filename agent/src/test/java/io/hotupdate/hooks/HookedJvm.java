package io.hotupdate.hooks;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The main class of a JVM with hooks, which runs the tests of the classes that it is given. */
public final class HookedJvm {
  private HookedJvm() {}

  /** Prints how many tests succeeded; the exit status is 0 if no other ones were found. */
  public static void main(String[] classes) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(classes).map(name -> selectClass(name)).toList())
            .build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, summary);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    summary.getSummary().printFailuresTo(out, 30);
    long succeeded = summary.getSummary().getTestsSucceededCount();
    out.println(succeeded + " tests succeeded");
    // Threads of event loops may be left.
    System.exit(succeeded > 0 && summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
  }
}
