@NullMarked
package dev.pointsman.bench.report;

import org.jspecify.annotations.NullMarked;
