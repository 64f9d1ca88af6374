package io.hotupdate.listener;

/**
 * A listener on its way from one generation to the next.
 *
 * @param fd the descriptor, in the process that has it
 * @param required whether the successor is not ready before it accepts here
 * @param portChosenByKernel whether the port was asked for as 0, or, where the bind was not seen,
 *     lies in the range that the kernel chooses from
 */
public record Inherited(int fd, boolean required, boolean portChosenByKernel) {}
