/** Processes besides this one, each of which ends with it. */
@NullMarked
package dev.pointsman.bench.process;

import org.jspecify.annotations.NullMarked;
