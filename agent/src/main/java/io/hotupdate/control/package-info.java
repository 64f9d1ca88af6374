/**
 * Puts the agent together and takes orders: start, the signal that asks for an update, the socket
 * that the command line talks to, the pid file. Knows all other packages; none knows it.
 */
package io.hotupdate.control;
