/** What every agent is made of: parts that look at the world, and what carries their findings. */
@NullMarked
package dev.pointsman.agent;

import org.jspecify.annotations.NullMarked;
