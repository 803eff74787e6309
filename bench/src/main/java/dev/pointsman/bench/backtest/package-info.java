/** How fast a backtest is over a long recording, and how much memory it takes. */
@NullMarked
package dev.pointsman.bench.backtest;

import org.jspecify.annotations.NullMarked;
