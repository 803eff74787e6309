@NullMarked
package dev.pointsman.agent.probe.tls;

import org.jspecify.annotations.NullMarked;
