/** Local stand-ins for PagerDuty and Slack that hold requests to the limits of the real ones. */
@NullMarked
package dev.pointsman.cli.inbox;

import org.jspecify.annotations.NullMarked;
