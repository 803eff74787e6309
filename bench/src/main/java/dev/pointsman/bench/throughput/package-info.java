/** How many events a second the candidates get through: running them, and the marks between. */
@NullMarked
package dev.pointsman.bench.throughput;

import org.jspecify.annotations.NullMarked;
