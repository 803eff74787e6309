/** The alerting topology over bounded input: backtests and the tests of rules. */
@NullMarked
package dev.pointsman.job.replay;

import org.jspecify.annotations.NullMarked;
