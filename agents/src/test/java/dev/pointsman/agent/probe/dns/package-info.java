@NullMarked
package dev.pointsman.agent.probe.dns;

import org.jspecify.annotations.NullMarked;
