/** Asks over HTTP. */
@NullMarked
package dev.pointsman.agent.probe.http;

import org.jspecify.annotations.NullMarked;
