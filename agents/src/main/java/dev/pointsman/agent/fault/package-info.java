/** What keeps an agent from asking, which is the fault of no target. */
@NullMarked
package dev.pointsman.agent.fault;

import org.jspecify.annotations.NullMarked;
