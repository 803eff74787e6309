/** Who is told what about an alert, in which order, how often it is tried, and in which words. */
@NullMarked
package dev.pointsman.notify;

import org.jspecify.annotations.NullMarked;
