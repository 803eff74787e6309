/** Asks systems again and again how they are, and tells what they said. */
@NullMarked
package dev.pointsman.agent.collect;

import org.jspecify.annotations.NullMarked;
