package io.hotupdate.generation;

/** Is told what happens to a generation, in the order in which it happens. */
public interface Observer {
  /**
   * Something has happened. Called by the one thread on which a generation decides, so it must not
   * wait for anything; what it throws is logged and stops nobody.
   */
  void happened(Event event);
}
