package dev.pointsman.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number as people write it, such as {@code 1000ms}.
 *
 * @param number finite
 * @param suffix empty where there is none
 */
public record Quantity(double number, String suffix) {

  public static final String NUMBER = "[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";

  public static final String PATTERN = NUMBER + " ?(?:[A-Za-z]+|%)?";

  private static final Pattern FORM = Pattern.compile("(" + NUMBER + ") ?([A-Za-z]+|%)?");

  /** What is wrong with the text of a quantity, or null where nothing is. */
  public static @Nullable String complaint(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return "a finite decimal number, with a unit where the metric has one, not "
          + Nodes.quote(text);
    }
    boolean finite = Double.isFinite(Double.parseDouble(form.group(1)));
    return finite ? null : "a number that a double can hold, not " + Nodes.quote(text);
  }

  /** Reads a text with which {@link #complaint} finds nothing wrong. */
  public static Quantity parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a quantity: " + text);
    }
    String suffix = form.group(2);
    double number = Double.parseDouble(form.group(1)) + 0.0; // -0 is 0
    return new Quantity(number, suffix == null ? "" : suffix);
  }
}
