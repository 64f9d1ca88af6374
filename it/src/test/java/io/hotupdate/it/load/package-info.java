/**
 * An exact HTTP/1.1 client and the loads made of it. It reads every byte, retries nothing, and puts
 * each request in exactly one {@link io.hotupdate.it.load.Outcome}. It knows nothing of processes.
 */
package io.hotupdate.it.load;
