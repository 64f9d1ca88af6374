/**
 * Clients that people use, run against a server that is updated: {@code it/clients}. None of them
 * may retry, or what it retried is counted as lost.
 */
package io.hotupdate.it.clients;
