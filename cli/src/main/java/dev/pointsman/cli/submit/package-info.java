/** Jobs handed to a Flink cluster of somebody else. */
@NullMarked
package dev.pointsman.cli.submit;

import org.jspecify.annotations.NullMarked;
