@NullMarked
package dev.pointsman.bench.recording;

import org.jspecify.annotations.NullMarked;
