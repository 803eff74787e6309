/** What agents tell: health checks, replication lag and metrics, as they go to Kafka. */
@NullMarked
package dev.pointsman.agent.event;

import org.jspecify.annotations.NullMarked;
