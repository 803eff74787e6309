package dev.pointsman.config;

import dev.pointsman.yaml.Shape;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities as Kubernetes writes them: 100m is a tenth, 1k is 1000, 1Ki is 1024. */
final class KubernetesQuantity {

  private static final String PATTERN = "([0-9]{1,15}(?:\\.[0-9]{1,9})?)(m|[kMGTPE]|[KMGTPE]i)?";
  private static final Pattern FORM = Pattern.compile(PATTERN);

  static final Shape SHAPE =
      Scalars.numberOrText(
          "a quantity of Kubernetes such as 100m, 2 or 128Mi", PATTERN, 0, Long.MAX_VALUE);

  private KubernetesQuantity() {}

  /** Reports where {@code min} is more than {@code max}. */
  static void requireOrder(Block block) {
    String min = block.text("min");
    String max = block.text("max");
    if (min != null && max != null && value(min).compareTo(value(max)) > 0) {
      block.problem("max", "max must not be below min, " + min);
    }
  }

  private static BigDecimal value(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a quantity: " + text);
    }
    BigDecimal number = new BigDecimal(form.group(1));
    String suffix = form.group(2);
    if (suffix == null) {
      return number;
    }
    if (suffix.equals("m")) {
      return number.movePointLeft(3);
    }
    int power = "KMGTPE".indexOf(Character.toUpperCase(suffix.charAt(0))) + 1;
    return number.multiply(BigDecimal.valueOf(suffix.endsWith("i") ? 1024 : 1000).pow(power));
  }
}
