/**
 * Puts the agent together and takes orders: start, and the signal that asks for an update. Knows
 * all other packages; none knows it.
 */
package io.hotupdate.control;
