/** Tells clients during a drain to go elsewhere, with the next response that they get. */
package io.hotupdate.farewell;
