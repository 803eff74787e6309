/** Binary forms of what crosses a network edge or lies in a checkpoint. */
@NullMarked
package dev.pointsman.codec;

import org.jspecify.annotations.NullMarked;
