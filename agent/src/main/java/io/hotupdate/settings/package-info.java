/** What an operator can set: names, defaults, units, and what is said of a wrong value. */
package io.hotupdate.settings;
