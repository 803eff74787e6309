/** What {@code test} and {@code backtest} do: rules over written and recorded events. */
@NullMarked
package dev.pointsman.cli.replay;

import org.jspecify.annotations.NullMarked;
