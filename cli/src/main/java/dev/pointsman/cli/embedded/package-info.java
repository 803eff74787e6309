/** Kafka and Flink inside this process, on loopback, with everything they keep in one folder. */
@NullMarked
package dev.pointsman.cli.embedded;

import org.jspecify.annotations.NullMarked;
