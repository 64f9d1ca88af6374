package io.hotupdate.listener;

import io.hotupdate.linux.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The listeners that this generation was given by its predecessor. A pristine duplicate of each is
 * kept until the predecessor is gone, because an application may bind and close a port just to test
 * it before it binds for good.
 */
final class Inheritance {
  private static final int NOBODY = -1;

  private final List<Entry> entries = new ArrayList<>();

  /** One inherited listener. */
  static final class Entry {
    private final int index;
    private final ListenerId id;
    private final int pristine;
    private final boolean required;
    private final boolean portChosenByKernel;
    private final Optional<KeptName> name;
    private int adoptedBy = NOBODY;

    private Entry(
        int index,
        ListenerId id,
        int pristine,
        boolean required,
        boolean portChosenByKernel,
        Optional<KeptName> name) {
      this.index = index;
      this.id = id;
      this.pristine = pristine;
      this.required = required;
      this.portChosenByKernel = portChosenByKernel;
      this.name = name;
    }

    /** Its place in the list that the predecessor handed over. */
    int index() {
      return index;
    }

    ListenerId id() {
      return id;
    }

    /** The agent's own descriptor for it. */
    int pristine() {
      return pristine;
    }

    /** The names of its file, if it is a unix listener. */
    Optional<KeptName> name() {
      return name;
    }

    /** Whether this generation is not ready before it accepts here. */
    boolean isRequired() {
      return required;
    }

    /** The application's descriptor for it; empty if it has not been adopted. */
    Optional<Integer> adoptedBy() {
      return adoptedBy == NOBODY ? Optional.empty() : Optional.of(adoptedBy);
    }

    void adoptedBy(int fd) {
      adoptedBy = fd;
    }
  }

  /**
   * Adds the next inherited listener.
   *
   * @param inherited what the predecessor told of it
   * @param generation the number of this generation
   */
  void add(ListenerId id, Inherited inherited, int generation) {
    entries.add(
        new Entry(
            entries.size(),
            id,
            inherited.fd(),
            inherited.required(),
            inherited.portChosenByKernel(),
            KeptName.of(id.address(), generation)));
  }

  /**
   * The inherited listener for a bind, if there is one that nobody has adopted.
   *
   * @param wanted what the application wants to bind; with port 0 it gets the one listener whose
   *     port was chosen by the kernel too, but only where there is exactly one that it can mean
   */
  Optional<Entry> find(ListenerId wanted) {
    boolean anyPort = wanted.address().isInternet() && wanted.address().port() == 0;
    List<Entry> equal =
        entries.stream()
            .filter(entry -> anyPort ? meansAnyPort(entry, wanted) : isEqual(entry.id, wanted))
            .toList();
    if (anyPort && equal.size() != 1) {
      return Optional.empty();
    }
    return equal.stream().filter(entry -> entry.adoptedBy == NOBODY).findFirst();
  }

  /** An inherited listener with the address of a bind, adopted or not. */
  Optional<Entry> findEqual(ListenerId wanted) {
    return entries.stream().filter(entry -> isEqual(entry.id, wanted)).findFirst();
  }

  private static boolean meansAnyPort(Entry entry, ListenerId wanted) {
    Address address = entry.id.address();
    return entry.portChosenByKernel
        && isEqual(
            new ListenerId(
                entry.id.domain(), entry.id.type(), entry.id.protocol(), address.withoutPort(), 0),
            wanted);
  }

  private static boolean isEqual(ListenerId entry, ListenerId wanted) {
    return entry.domain() == wanted.domain()
        && entry.type() == wanted.type()
        && entry.protocol() == wanted.protocol()
        && entry.address().equals(wanted.address());
  }

  /** Whether this descriptor of the application names an inherited listener. */
  boolean isAdoptedBy(int fd) {
    return entries.stream().anyMatch(entry -> entry.adoptedBy == fd);
  }

  /** The application has closed this descriptor: whoever adopted by it may adopt again. */
  void released(int fd) {
    entries.stream()
        .filter(entry -> entry.adoptedBy == fd)
        .forEach(entry -> entry.adoptedBy = NOBODY);
  }

  /** All inherited listeners, in the order in which they were handed over. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Forgets all of them. */
  void clear() {
    entries.clear();
  }
}
