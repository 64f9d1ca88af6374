/**
 * What a successor is asked before it is given any client: the probe and the warm-up, and the HTTP
 * client for both. How the application is reached it is told through {@link
 * io.hotupdate.probe.Entrance}. Knows {@link io.hotupdate.settings} and {@link io.hotupdate.log}
 * only.
 */
package io.hotupdate.probe;
