@NullMarked
package dev.pointsman.bench.latency;

import org.jspecify.annotations.NullMarked;
