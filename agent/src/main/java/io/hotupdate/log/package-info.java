/** The agent's log: lines on stderr that start with {@code [hotupdate]}. */
package io.hotupdate.log;
