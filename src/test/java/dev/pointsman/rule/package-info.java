@NullMarked
package dev.pointsman.rule;

import org.jspecify.annotations.NullMarked;
