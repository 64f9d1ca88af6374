package io.hotupdate.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In the predecessor: from the successor's commit until this generation served again. */
@Name("hotupdate.Rollback")
@Label("Rollback")
@Category("Hot Update")
@Description("The successor had taken over; lasts until this generation served again")
@StackTrace(false)
final class RollbackEvent extends Event {
  @Label("Generation")
  @Description("The number of the successor")
  int generation;

  @Label("Requested")
  @Description("Whether somebody asked for it; otherwise the successor ended by itself")
  boolean requested;

  @Label("Reason")
  @Description("What became of the successor; empty if somebody asked")
  String reason = "";
}
