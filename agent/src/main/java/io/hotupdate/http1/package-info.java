/**
 * Understands HTTP/1.x from the bytes alone, as far as it takes to say {@code Connection: close} in
 * the right response and never to change a byte of anything else. No input or output, no clock, no
 * threads: bytes go in, edits come out.
 */
package io.hotupdate.http1;
