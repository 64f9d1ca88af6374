/**
 * What a copy of the agent is changed by, so that it fails where a test wants it to. These classes
 * run in the servers, among the agent's own, and know JDK types only.
 */
package io.hotupdate.it.faults;
