package dev.pointsman.window;

import org.jspecify.annotations.Nullable;

/**
 * What a condition says of its window at one time.
 *
 * @param value the most extreme among the series that make it true, or, when none does, among all;
 *     null where the window is empty
 */
public record Verdict(boolean holds, @Nullable Double value) {

  static final Verdict EMPTY = new Verdict(false, null);
}
