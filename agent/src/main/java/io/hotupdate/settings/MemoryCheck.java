package io.hotupdate.settings;

/** What is done about too little memory for a second JVM. */
public enum MemoryCheck {
  /** It is not looked at. */
  OFF,
  /** The log says it, and the update goes on. */
  WARN,
  /** The update is refused. */
  REQUIRE
}
