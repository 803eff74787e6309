/** The events that every candidate reads, and the Kafka that they lie in. */
@NullMarked
package dev.pointsman.bench.recording;

import org.jspecify.annotations.NullMarked;
