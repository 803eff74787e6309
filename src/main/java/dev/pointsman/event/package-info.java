/**
 * What arrives: health checks, replication lag and metrics, each an event of one or more readings.
 */
@NullMarked
package dev.pointsman.event;

import org.jspecify.annotations.NullMarked;
