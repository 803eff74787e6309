/** The life of an alert, and the transitions that the world is told. */
@NullMarked
package dev.pointsman.alert;

import org.jspecify.annotations.NullMarked;
