@NullMarked
package dev.pointsman.alert;

import org.jspecify.annotations.NullMarked;
