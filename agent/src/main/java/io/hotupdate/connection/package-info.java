/**
 * Established connections of this process: which there are, which are busy, and how a quiet one is
 * asked to end. Knows {@link io.hotupdate.linux} only.
 */
package io.hotupdate.connection;
