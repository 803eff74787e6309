@NullMarked
package dev.pointsman.bench;

import org.jspecify.annotations.NullMarked;
