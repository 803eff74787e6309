/** What the run and demo commands start, watch and stop. */
@NullMarked
package dev.pointsman.cli.run;

import org.jspecify.annotations.NullMarked;
