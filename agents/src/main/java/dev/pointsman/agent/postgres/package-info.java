/** Collects from PostgreSQL: who is primary, how far behind the others are, and why. */
@NullMarked
package dev.pointsman.agent.postgres;

import org.jspecify.annotations.NullMarked;
