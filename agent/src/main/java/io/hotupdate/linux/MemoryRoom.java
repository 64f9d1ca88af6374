package io.hotupdate.linux;

/**
 * Memory that may still be used.
 *
 * @param of whose it is: {@code the machine} or {@code the control group /PATH}
 * @param bytes how much is left without swapping; negative if a limit was lowered below what is
 *     used
 */
public record MemoryRoom(String of, long bytes) {}
