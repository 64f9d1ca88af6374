package io.hotupdate.listener;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The {@link KeptName} of each unix listener, as the predecessor makes and undoes them. */
public final class KeptNames {
  private KeptNames() {}

  /**
   * Keeps the files of unix listeners findable, whatever the applications do to their names.
   *
   * @param generation the number of the successor
   */
  public static void keep(List<Listener> listeners, int generation) throws IOException {
    for (Listener listener : listeners) {
      Optional<KeptName> name = KeptName.of(listener.id().address(), generation);
      if (name.isPresent()) {
        name.get().keep();
      }
    }
  }

  /**
   * Takes away what generations left that were killed before they could {@link #giveBack}.
   *
   * @param generation the number of this generation
   */
  public static void sweep(List<Listener> listeners, int generation) throws IOException {
    for (Listener listener : listeners) {
      Optional<KeptName> name = KeptName.of(listener.id().address(), generation);
      if (name.isPresent()) {
        name.get().sweep(generation);
      }
    }
  }

  /** Undoes {@link #keep} when this process goes on serving. */
  public static void giveBack(List<Listener> listeners, int generation) throws IOException {
    for (Listener listener : listeners) {
      Optional<KeptName> name = KeptName.of(listener.id().address(), generation);
      if (name.isPresent()) {
        name.get().giveBack();
      }
    }
  }
}
