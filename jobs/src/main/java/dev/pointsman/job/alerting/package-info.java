/** The alerting job: events in, windowed rules, alerts and action requests out. */
@NullMarked
package dev.pointsman.job.alerting;

import org.jspecify.annotations.NullMarked;
