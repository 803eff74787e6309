package dev.pointsman.alert;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.pointsman.event.Labels;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills {@code {{label}}} and {@code {{value}}} into a text for people. */
public final class AnnotationTemplate {

  private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*\\}\\}");

  /** A text in which long labels stand is cut there. */
  private static final int MAX_CHARS = 16_384;

  private AnnotationTemplate() {}

  /** The names in the places of a template, {@code value} among them. */
  public static Set<String> names(String template) {
    var names = new LinkedHashSet<String>();
    Matcher places = PLACE.matcher(template);
    while (places.find()) {
      names.add(places.group(1));
    }
    return names;
  }

  /** The text with each place filled; a label that is absent, or no value, leaves nothing there. */
  static String fill(String template, Labels labels, @Nullable Double value) {
    if (!template.contains("{{")) {
      return template;
    }
    var filled = new StringBuilder();
    Matcher places = PLACE.matcher(template);
    int copied = 0;
    while (places.find()) {
      filled.append(template.substring(copied, places.start()));
      String name = places.group(1);
      filled.append(name.equals("value") ? text(value) : labels.getOrEmpty(name));
      copied = places.end();
    }
    filled.append(template.substring(copied));
    if (filled.length() > Math.max(MAX_CHARS, template.length())) {
      filled.setLength(MAX_CHARS);
    }
    return filled.toString();
  }

  private static String text(@Nullable Double value) {
    return value == null ? "" : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
