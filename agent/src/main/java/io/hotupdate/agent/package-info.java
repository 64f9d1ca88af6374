/**
 * What the JVM calls. The only classes of the agent that the application's class loader can see;
 * they know JDK types and nothing else. Everything else lives in {@link
 * io.hotupdate.agent.IsolatedClassLoader}.
 */
package io.hotupdate.agent;
