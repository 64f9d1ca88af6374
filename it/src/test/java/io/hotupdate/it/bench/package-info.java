/**
 * The benchmark: what the agent costs a server that is not being updated. {@code it/bench} runs it;
 * docs/performance.md keeps what it measured.
 */
package io.hotupdate.it.bench;
