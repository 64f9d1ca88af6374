package io.hotupdate.cli;

/** Ctrl-C. */
interface Interrupts {
  /** Has something done if the tool is interrupted before that is cancelled. */
  Registration doing(Runnable work);

  /** Until when it is to be done. */
  interface Registration {
    /** From now on nothing is done. */
    void cancel();
  }
}
