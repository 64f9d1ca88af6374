/**
 * The MXBean of this generation. The only package that knows {@code javax.management}, a module
 * that a runtime may lack. Nothing of it is loaded before somebody else uses JMX: its start chooses
 * the JVM's log manager, which is the application's choice.
 */
package io.hotupdate.jmx;
