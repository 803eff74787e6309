@NullMarked
package dev.pointsman.bench.backtest;

import org.jspecify.annotations.NullMarked;
