package dev.pointsman.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random choices that a seed repeats. */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** From {@code least} to {@code most}, both included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** {@code count} of them, or all where there are fewer, in their order. */
  <T> List<T> someOf(List<T> choices, int count) {
    var chosen = new ArrayList<>(choices);
    while (chosen.size() > count) {
      chosen.remove(random.nextInt(chosen.size()));
    }
    return chosen;
  }
}
