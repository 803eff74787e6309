/** Asks every node of a Redis Cluster how it is and how it sees the others. */
@NullMarked
package dev.pointsman.agent.redis;

import org.jspecify.annotations.NullMarked;
