/**
 * The hooks in the JDK: what is inlined where, and how it gets there. Knows {@link
 * java.net.HotUpdateHooks} and an interface for each thing it reports, nothing else of the agent.
 */
package io.hotupdate.hooks;
