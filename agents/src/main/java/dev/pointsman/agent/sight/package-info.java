/** Whether an agent sees the world at all. */
@NullMarked
package dev.pointsman.agent.sight;

import org.jspecify.annotations.NullMarked;
