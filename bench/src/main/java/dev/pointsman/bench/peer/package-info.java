/**
 * Other ways to decide by count rules with Flink, each as somebody who knows Flink would tune it.
 */
@NullMarked
package dev.pointsman.bench.peer;

import org.jspecify.annotations.NullMarked;
