package dev.pointsman.rule.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Samples in promtool's notation: {@code 1} a value, {@code 1x3} the value and three more, {@code
 * 1+2x3} each 2 more than the one before, {@code _} a missing one, {@code _x3} three missing ones.
 */
final class SeriesValues {

  private static final int MAX_STEPS = 1_000_000;

  private static final String UNSIGNED = "(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";
  private static final Pattern MISSING = Pattern.compile("_(?:x([0-9]{1,9}))?");
  private static final Pattern VALUES =
      Pattern.compile("([+-]?%1$s)(?:([+-]%1$s)?x([0-9]{1,9}))?".formatted(UNSIGNED));

  private SeriesValues() {}

  /**
   * The values step by step; null where one is missing.
   *
   * @throws IllegalArgumentException saying which item is wrong
   */
  static List<@Nullable Double> parse(String text) {
    var steps = new ArrayList<@Nullable Double>();
    for (String item : text.strip().split("\\s+", -1)) {
      add(item, steps);
      if (steps.size() > MAX_STEPS) {
        throw new IllegalArgumentException("more than " + MAX_STEPS + " values");
      }
    }
    return steps;
  }

  private static void add(String item, List<@Nullable Double> steps) {
    Matcher missing = MISSING.matcher(item);
    if (missing.matches()) {
      int times = missing.group(1) == null ? 1 : times(missing.group(1));
      for (int i = 0; i < times; i++) {
        steps.add(null);
      }
      return;
    }
    Matcher values = VALUES.matcher(item);
    if (!values.matches()) {
      throw new IllegalArgumentException(
          item.equals("stale")
              ? "stale markers do not exist here: _ is a missing reading"
              : "expected values like 1, 0x3, 1+2x3, _ or _x4, not \"" + item + '"');
    }
    double value = Double.parseDouble(values.group(1)) + 0.0;
    double step = values.group(2) == null ? 0 : Double.parseDouble(values.group(2));
    int more = values.group(3) == null ? 0 : times(values.group(3));
    for (int i = 0; i <= more; i++) {
      double each = value + i * step;
      if (!Double.isFinite(each)) {
        throw new IllegalArgumentException("\"" + item + "\" is more than a double can hold");
      }
      steps.add(each);
    }
  }

  private static int times(String text) {
    int times = Integer.parseInt(text);
    if (times > MAX_STEPS) {
      throw new IllegalArgumentException("more than " + MAX_STEPS + " values");
    }
    return times;
  }
}
