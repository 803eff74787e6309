/** Asks services whether they are well and tells Kafka what they said. */
@NullMarked
package dev.pointsman.agent.probe;

import org.jspecify.annotations.NullMarked;
