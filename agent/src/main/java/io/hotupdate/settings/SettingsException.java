package io.hotupdate.settings;

/** A setting that cannot be used; the message names it, its value and what is allowed. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message for the operator
   */
  public SettingsException(String message) {
    super(message);
  }
}
