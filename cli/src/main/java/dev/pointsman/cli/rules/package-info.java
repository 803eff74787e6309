/** The commands that read and change the rules of a running installation. */
@NullMarked
package dev.pointsman.cli.rules;

import org.jspecify.annotations.NullMarked;
