/** The job that tells people: alerts in, PagerDuty and Slack out. */
@NullMarked
package dev.pointsman.job.notification;

import org.jspecify.annotations.NullMarked;
