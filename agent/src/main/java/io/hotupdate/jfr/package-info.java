/**
 * Flight recorder events. The only package that knows {@code jdk.jfr}, a module that a runtime may
 * lack; none of its classes is initialised unless somebody records.
 */
package io.hotupdate.jfr;
