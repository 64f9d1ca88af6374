/**
 * Real servers in real JVMs, updated with real signals under real load. The servers and the agent
 * are used as files, as a user would use them.
 */
package io.hotupdate.it;
