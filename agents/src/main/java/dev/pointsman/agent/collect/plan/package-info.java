/** What a configuration asks a collecting agent to do. */
@NullMarked
package dev.pointsman.agent.collect.plan;

import org.jspecify.annotations.NullMarked;
