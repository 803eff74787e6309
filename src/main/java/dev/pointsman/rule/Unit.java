package dev.pointsman.rule;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What a metric's values are counted in, and the suffixes that a threshold of it may have. */
public enum Unit {
  /** A bare number. */
  NONE("none"),
  /** Failed checks, 1 for a failure and 0 for none; a bare number too. */
  FAILURES("failures"),
  MILLISECONDS("ms"),
  SECONDS("s"),
  BYTES("bytes"),
  /** 0 to 100. */
  PERCENT("percent"),
  /** 0 to 1. */
  RATIO("ratio");

  private static final Map<String, BigDecimal> IN_MILLISECONDS =
      factors("ms", "1", "s", "1000", "m", "60000", "h", "3600000", "d", "86400000");
  private static final Map<String, BigDecimal> IN_SECONDS =
      factors("s", "1", "ms", "0.001", "m", "60", "h", "3600", "d", "86400");
  private static final Map<String, BigDecimal> IN_BYTES = bytes();
  private static final Map<String, BigDecimal> IN_PERCENT = factors("%", "1");
  private static final Map<String, BigDecimal> IN_RATIO = factors("%", "0.01");

  private final String text;

  Unit(String text) {
    this.text = text;
  }

  /** The name in a metric catalogue. */
  public String text() {
    return text;
  }

  /** Whether people may take a threshold without a suffix for one in another unit. */
  public boolean isWorthSaying() {
    return this == MILLISECONDS || this == SECONDS || this == BYTES || this == PERCENT;
  }

  /** The suffixes that a number may have; none where it must be bare. */
  public Set<String> suffixes() {
    return factors().keySet();
  }

  /**
   * A number with a suffix, in this unit; empty where the suffix does not fit.
   *
   * @param number finite
   */
  public OptionalDouble of(double number, String suffix) {
    BigDecimal factor = factors().get(suffix);
    if (factor == null) {
      return OptionalDouble.empty();
    }
    // In decimals, so that 50% is 0.5 and not its neighbour.
    return OptionalDouble.of(BigDecimal.valueOf(number).multiply(factor).doubleValue());
  }

  public static Optional<Unit> ofText(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }

  private Map<String, BigDecimal> factors() {
    return switch (this) {
      case NONE, FAILURES -> Map.of();
      case MILLISECONDS -> IN_MILLISECONDS;
      case SECONDS -> IN_SECONDS;
      case BYTES -> IN_BYTES;
      case PERCENT -> IN_PERCENT;
      case RATIO -> IN_RATIO;
    };
  }

  private static Map<String, BigDecimal> bytes() {
    var factors = new LinkedHashMap<String, BigDecimal>();
    factors.put("B", BigDecimal.ONE);
    BigDecimal factor = BigDecimal.ONE;
    for (String prefix : new String[] {"K", "M", "G", "T"}) {
      factor = factor.multiply(BigDecimal.valueOf(1024));
      factors.put(prefix + "B", factor);
      factors.put(prefix + "iB", factor);
    }
    return Collections.unmodifiableMap(factors);
  }

  private static Map<String, BigDecimal> factors(String... suffixesAndFactors) {
    var factors = new LinkedHashMap<String, BigDecimal>();
    for (int i = 0; i < suffixesAndFactors.length; i += 2) {
      factors.put(suffixesAndFactors[i], new BigDecimal(suffixesAndFactors[i + 1]));
    }
    return Collections.unmodifiableMap(factors);
  }
}
