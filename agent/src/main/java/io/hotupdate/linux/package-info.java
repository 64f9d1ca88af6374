/**
 * The operating system: system calls behind {@link io.hotupdate.linux.Libc} and readers of {@code
 * /proc}. Knows nothing of listeners, connections or generations.
 */
package io.hotupdate.linux;
