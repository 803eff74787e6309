package dev.pointsman.rule;

import java.util.List;
import java.util.Map;

/** Conditions and rules in which only what a test is about is not plain. */
public final class TestingRules {

  private TestingRules() {}

  /** Any reading of {@code metric} that {@code match} selects, in the last minute. */
  public static Condition condition(String metric, Matcher... match) {
    return condition(metric, Aggregate.LAST, "> 0", 60_000, match);
  }

  /** {@code condition("load", EVERY, "> 5", 60_000)}. */
  public static Condition condition(
      String metric, Aggregate aggregate, String bound, long windowMillis, Matcher... match) {
    return new Condition(
        metric,
        List.of(match),
        aggregate,
        new Bound(Comparison.NOT_EQUAL, 0),
        bound(bound),
        windowMillis,
        Scope.SERIES,
        Map.of());
  }

  /** A rule whose silence means nothing. */
  public static AlertRule rule(String name, GroupBy by, Condition... conditions) {
    return rule(name, by, new NoData(NoData.Policy.KEEP, 1), conditions);
  }

  public static AlertRule rule(String name, GroupBy by, NoData noData, Condition... conditions) {
    return new AlertRule(
        name,
        Severity.WARNING,
        by,
        When.ALL,
        List.of(conditions),
        Hold.NONE,
        noData,
        Response.NONE);
  }

  public static GroupBy by(String... names) {
    return GroupBy.names(List.of(names));
  }

  private static Bound bound(String text) {
    String[] parts = text.split(" ", 2);
    return new Bound(Comparison.ofSymbol(parts[0]).orElseThrow(), Double.parseDouble(parts[1]));
  }
}
