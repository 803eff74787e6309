@NullMarked
package dev.pointsman.window;

import org.jspecify.annotations.NullMarked;
