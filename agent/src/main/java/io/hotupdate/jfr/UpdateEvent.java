package io.hotupdate.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** In the predecessor: from the start of a successor until it serves or has failed. */
@Name("hotupdate.Update")
@Label("Update")
@Category("Hot Update")
@Description("A successor was started; lasts until it served or had failed")
@StackTrace(false)
final class UpdateEvent extends Event {
  @Label("Generation")
  @Description("The number of the successor")
  int generation;

  @Label("Process")
  @Description("The successor's process; of a failed one, the process that was started")
  long pid;

  @Label("Succeeded")
  @Description("Whether the successor serves")
  boolean succeeded;

  @Label("Reason")
  @Description("Why it failed; empty if it did not")
  String reason = "";

  @Label("Until Ready")
  @Description("From the request until the successor was ready; 0 if it never was")
  @Timespan(Timespan.MILLISECONDS)
  long untilReady;
}
