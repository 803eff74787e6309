/** Samples in Prometheus' sense on their way to metric events. */
@NullMarked
package dev.pointsman.agent.metric;

import org.jspecify.annotations.NullMarked;
