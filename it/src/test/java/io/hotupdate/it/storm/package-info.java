/**
 * A storm of faults against one service under load. Every loss must be explained by a process that
 * the storm itself ended; the sequence of the faults follows from a seed.
 */
package io.hotupdate.it.storm;
