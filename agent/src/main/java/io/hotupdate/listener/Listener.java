package io.hotupdate.listener;

/**
 * A listening socket of this process.
 *
 * @param id what tells it from others
 * @param fd the lowest of the application's descriptors that name it
 * @param inode the inode number of the socket
 */
public record Listener(ListenerId id, int fd, long inode) {}
