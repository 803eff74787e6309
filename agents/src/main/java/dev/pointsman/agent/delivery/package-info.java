/** Takes what an agent tells to Kafka; keeps it on disk for as long as Kafka does not take it. */
@NullMarked
package dev.pointsman.agent.delivery;

import org.jspecify.annotations.NullMarked;
