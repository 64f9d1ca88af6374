package io.hotupdate.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a process number. */
final class ProcessNumber implements ITypeConverter<Long> {
  @Override
  public Long convert(String value) {
    if (!value.matches("[1-9][0-9]{0,9}")) {
      throw new TypeConversionException("'" + value + "' is not a process number");
    }
    return Long.valueOf(value);
  }
}
