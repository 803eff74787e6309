/** The alerting job's operators, on a harness and on a cluster. */
@NullMarked
package dev.pointsman.job.alerting;

import org.jspecify.annotations.NullMarked;
