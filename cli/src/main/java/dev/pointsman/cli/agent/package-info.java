/** The commands that run agents: processes that look at the world and tell what they find. */
@NullMarked
package dev.pointsman.cli.agent;

import org.jspecify.annotations.NullMarked;
