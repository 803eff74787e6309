/** The jobs as they are deployed: one jar, submitted to a Flink cluster of other processes. */
@NullMarked
package dev.pointsman.job.cluster;

import org.jspecify.annotations.NullMarked;
