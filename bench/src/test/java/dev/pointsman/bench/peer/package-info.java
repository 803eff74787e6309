@NullMarked
package dev.pointsman.bench.peer;

import org.jspecify.annotations.NullMarked;
