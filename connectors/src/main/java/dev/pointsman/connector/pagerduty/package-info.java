/** PagerDuty, through its Events API v2. */
@NullMarked
package dev.pointsman.connector.pagerduty;

import org.jspecify.annotations.NullMarked;
