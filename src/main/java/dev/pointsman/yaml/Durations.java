package dev.pointsman.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as rule files write them: {@code 90s}, {@code 5m}, {@code 1h30m}. */
public final class Durations {

  /** What {@link #parse} takes, short of overflow. */
  public static final String PATTERN =
      "^(?=\\d)(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?$";

  public static final String EXPECTED = "a duration like 90s, 5m or 1h30m (units d h m s ms)";

  private static final Pattern FORM = Pattern.compile(PATTERN);
  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1000, 1};

  private Durations() {}

  /**
   * The milliseconds of a duration; 0 or more.
   *
   * @throws IllegalArgumentException where it is not one, or too long for a long
   */
  public static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("expected " + EXPECTED + ", not \"" + text + '"');
    }
    try {
      long total = 0;
      for (int i = 0; i < UNITS.length; i++) {
        String amount = form.group(i + 1);
        if (amount != null) {
          long part = Math.multiplyExact(Long.parseLong(amount), MILLIS[i]);
          total = Math.addExact(total, part);
        }
      }
      return total;
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("the duration \"" + text + "\" is too long", e);
    }
  }

  /**
   * The shortest text that {@link #parse} reads as {@code millis}.
   *
   * @param millis 0 or more
   */
  public static String format(long millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("a duration must not be negative");
    }
    if (millis == 0) {
      return "0s";
    }
    var text = new StringBuilder();
    long rest = millis;
    for (int i = 0; i < UNITS.length; i++) {
      if (rest >= MILLIS[i]) {
        text.append(rest / MILLIS[i]).append(UNITS[i]);
        rest %= MILLIS[i];
      }
    }
    return text.toString();
  }
}
