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

  @Label("Ended By Themselves")
  @Description("How many of them client or server ended without the agent's doing")
  int byThemselves;

  @Label("Told")
  @Description("How many of them ended after their clients had been told to go elsewhere")
  int told;

  @Label("Closed Quiet")
  @Description("How many of them were made to end because they were quiet")
  int closedQuiet;

  @Label("Closed Streams")
  @Description("How many of them had been given to another protocol and were made to end")
  int closedStreams;

  @Label("Cut")
  @Description("How many were still open at the limit")
  int cut;
}
