/** Speaks TLS, and looks at how well the other side does. */
@NullMarked
package dev.pointsman.agent.probe.tls;

import org.jspecify.annotations.NullMarked;
