/**
 * The high-availability document: its sections, typed and checked, with every problem at its place.
 *
 * <p>Each section is a file with its keys, its record and its reading. A new one is listed in
 * {@link dev.pointsman.config.HighAvailabilityConfig}. What a key may hold is said once, by its
 * shape: the loader and the JSON Schema follow it. A section's reading adds what a shape cannot
 * say, and returns null unless its block is sound. Docs and example are held against the keys by
 * tests.
 */
@NullMarked
package dev.pointsman.config;

import org.jspecify.annotations.NullMarked;
