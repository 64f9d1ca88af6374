package io.hotupdate.http1;

import java.nio.ByteBuffer;

/**
 * What is to be sent in the place of bytes that a server has written. What follows the replaced
 * bytes is sent unchanged.
 *
 * @param consumed how many of the original bytes are replaced, counted from the first; at least 1
 * @param replacement what is sent for them; may be empty
 */
public record Edit(int consumed, ByteBuffer replacement) {}
