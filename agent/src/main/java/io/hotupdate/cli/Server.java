package io.hotupdate.cli;

import java.nio.file.Path;

/**
 * A JVM with the agent.
 *
 * @param pid its process
 * @param socket its control socket
 */
record Server(long pid, Path socket) {}
