@NullMarked
package dev.pointsman.codec;

import org.jspecify.annotations.NullMarked;
