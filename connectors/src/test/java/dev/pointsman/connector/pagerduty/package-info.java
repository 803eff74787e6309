@NullMarked
package dev.pointsman.connector.pagerduty;

import org.jspecify.annotations.NullMarked;
