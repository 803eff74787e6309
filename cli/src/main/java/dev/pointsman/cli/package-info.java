/** The {@code pointsman} command. */
@NullMarked
package dev.pointsman.cli;

import org.jspecify.annotations.NullMarked;
