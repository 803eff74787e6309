package dev.pointsman.rule.yaml;

import dev.pointsman.rule.Comparison;
import dev.pointsman.yaml.Quantity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A comparison as {@code where} has it: {@code "> 100ms"}. */
record WhereText(Comparison comparison, String quantity) {

  static final String PATTERN = " *(?:>=|<=|==|!=|>|<) *" + Quantity.PATTERN + " *";

  private static final Pattern FORM = Pattern.compile(" *(>=|<=|==|!=|>|<) *(.*?) *");

  /** Reads a text of the form {@link #PATTERN}. */
  static WhereText parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a comparison: " + text);
    }
    return new WhereText(Comparison.ofSymbol(form.group(1)).orElseThrow(), form.group(2));
  }

  /** Whether it says what holds without it, where its number is {@code value}. */
  boolean isDefault(double value) {
    return comparison == Comparison.NOT_EQUAL && value == 0;
  }
}
