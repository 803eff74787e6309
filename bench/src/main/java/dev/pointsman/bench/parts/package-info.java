/** What the parts of a decision cost by themselves, measured with JMH. */
@NullMarked
package dev.pointsman.bench.parts;

import org.jspecify.annotations.NullMarked;
