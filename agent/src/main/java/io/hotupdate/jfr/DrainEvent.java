package io.hotupdate.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In the predecessor: from the successor's commit until the last connection. */
@Name("hotupdate.Drain")
@Label("Drain")
@Category("Hot Update")
@Description("The successor served and this generation ended its connections; the JVM exits next")
@StackTrace(false)
final class DrainEvent extends Event {
  @Label("Generation")
  @Description("The number of this generation")
  int generation;

  @Label("Connections")
  @Description("How many were open during the drain")
  int connections;

  @Label("Closed Quiet")
  @Description("How many of them were made to end because they were quiet")
  int closedQuiet;

  @Label("Cut")
  @Description("How many were still open at the limit")
  int cut;
}
