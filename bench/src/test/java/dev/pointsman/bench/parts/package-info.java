@NullMarked
package dev.pointsman.bench.parts;

import org.jspecify.annotations.NullMarked;
