/** What is measured: the floors, the same rules as others would write them, and Pointsman. */
@NullMarked
package dev.pointsman.bench.candidate;

import org.jspecify.annotations.NullMarked;
