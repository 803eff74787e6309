/** What a condition remembers of its group, and the verdict over it. */
@NullMarked
package dev.pointsman.window;

import org.jspecify.annotations.NullMarked;
