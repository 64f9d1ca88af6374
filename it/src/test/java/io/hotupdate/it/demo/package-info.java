/**
 * The demonstration: what {@code ./demo} runs. A real server under the exact client's load is
 * updated several times, and every request is accounted for.
 */
package io.hotupdate.it.demo;
