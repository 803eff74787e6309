/** From the third failing answer of a target to the page: Pointsman, and Prometheus beside it. */
@NullMarked
package dev.pointsman.bench.latency;

import org.jspecify.annotations.NullMarked;
