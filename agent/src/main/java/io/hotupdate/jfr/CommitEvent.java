package io.hotupdate.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In the successor: the moment its gates open. What was recorded before was without clients. */
@Name("hotupdate.Commit")
@Label("Commit")
@Category("Hot Update")
@Description("From here on this generation accepts connections")
@StackTrace(false)
final class CommitEvent extends Event {
  @Label("Generation")
  @Description("The number of this generation")
  int generation;
}
