/** HTTP servers of agents that nobody can lock others out of. */
@NullMarked
package dev.pointsman.agent.server;

import org.jspecify.annotations.NullMarked;
