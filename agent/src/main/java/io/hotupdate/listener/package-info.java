/**
 * Listeners: which there are, which were inherited, and the gate between a listener and the
 * application's accept calls. Knows {@link io.hotupdate.linux} only.
 */
package io.hotupdate.listener;
