/**
 * One JVM process of the service and its neighbours: starting a successor, the channel between the
 * two, commit, rollback, and the drain. Knows {@link io.hotupdate.listener}, {@link
 * io.hotupdate.connection} and {@link io.hotupdate.linux}.
 */
package io.hotupdate.generation;
