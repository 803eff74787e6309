@NullMarked
package dev.pointsman.notify;

import org.jspecify.annotations.NullMarked;
