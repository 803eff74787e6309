/** Takes what a running Prometheus sends by its remote write. */
@NullMarked
package dev.pointsman.agent.remotewrite;

import org.jspecify.annotations.NullMarked;
