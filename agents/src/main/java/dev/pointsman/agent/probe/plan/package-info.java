/** Makes probes of what a high-availability configuration says. */
@NullMarked
package dev.pointsman.agent.probe.plan;

import org.jspecify.annotations.NullMarked;
