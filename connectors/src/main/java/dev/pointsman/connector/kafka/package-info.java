/** Kafka as Pointsman uses it: who to talk to, which topics, and the live table of rules. */
@NullMarked
package dev.pointsman.connector.kafka;

import org.jspecify.annotations.NullMarked;
