/**
 * The command line, {@code java -jar hotupdate.jar}. Runs in a JVM of its own and talks to servers
 * through their control sockets only, so it knows nothing of the agent but how a duration is
 * written, and nothing of the agent knows it. The one package that writes to standard output.
 */
package io.hotupdate.cli;
