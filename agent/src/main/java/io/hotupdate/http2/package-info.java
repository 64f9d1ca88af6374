/**
 * How the clients of HTTP/2 connections are told during a drain to go elsewhere: the graceful
 * notice of RFC 9113 section 6.8, {@code GOAWAY} with the largest stream number and no error,
 * written by the server's own classes, by reflection. Of the server only the frame is wanted: what
 * it takes for its own end of a connection would refuse or close. Knows {@link io.hotupdate.log}
 * only.
 */
package io.hotupdate.http2;
