/** When what is done again and again is due. */
@NullMarked
package dev.pointsman.agent.schedule;

import org.jspecify.annotations.NullMarked;
