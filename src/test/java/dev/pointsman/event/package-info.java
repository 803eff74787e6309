@NullMarked
package dev.pointsman.event;

import org.jspecify.annotations.NullMarked;
