@NullMarked
package dev.pointsman.bench.candidate;

import org.jspecify.annotations.NullMarked;
