@NullMarked
package dev.pointsman.bench.throughput;

import org.jspecify.annotations.NullMarked;
