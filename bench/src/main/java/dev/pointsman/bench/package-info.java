/** The command {@code pointsman bench}: how fast Pointsman decides, beside others, in one run. */
@NullMarked
package dev.pointsman.bench;

import org.jspecify.annotations.NullMarked;
