package dev.pointsman.config;

import java.util.HashMap;
import java.util.Map;

/** Sees to it that nothing of one kind stands twice. */
final class Unique {

  private final String noun;
  private final Map<String, String> places = new HashMap<>();

  /**
   * @param noun what people call one, such as {@code region}
   */
  Unique(String noun) {
    this.noun = noun;
  }

  /** Reports the value of a key where another block had it before. */
  void check(Block block, String key) {
    String text = block.text(key);
    if (text != null) {
      String first = places.putIfAbsent(text, block.place(key));
      if (first != null) {
        block.problem(key, "duplicate " + noun + " \"" + text + "\", first at " + first);
      }
    }
  }
}
