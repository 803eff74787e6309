/**
 * The high-availability document: its sections, typed and checked, with every problem at its place.
 * Each section has a file with its keys, its record and its reading; {@link
 * dev.pointsman.config.HighAvailabilityConfig} lists them.
 */
@NullMarked
package dev.pointsman.config;

import org.jspecify.annotations.NullMarked;
