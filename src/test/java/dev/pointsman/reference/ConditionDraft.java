package dev.pointsman.reference;

import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.Matcher;
import dev.pointsman.rule.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An example's condition in the making: on {@code load}, each series by itself, within 60 s. */
final class ConditionDraft {

  private final Aggregate aggregate;
  private final Bound bound;
  private final List<Matcher> match = new ArrayList<>();
  private String metric = "load";
  private Bound where = new Bound(Comparison.NOT_EQUAL, 0);
  private long windowMillis = 60_000;
  private Scope per = Scope.SERIES;
  private Map<String, Integer> quorum = Map.of();

  private ConditionDraft(Aggregate aggregate, Bound bound) {
    this.aggregate = aggregate;
    this.bound = bound;
  }

  /** {@code that(LAST, "> 5")}. */
  static ConditionDraft that(Aggregate aggregate, String bound) {
    return new ConditionDraft(aggregate, bound(bound));
  }

  private static Bound bound(String text) {
    String[] parts = text.split(" ", 2);
    return new Bound(Comparison.ofSymbol(parts[0]).orElseThrow(), Double.parseDouble(parts[1]));
  }

  ConditionDraft of(String otherMetric) {
    metric = otherMetric;
    return this;
  }

  ConditionDraft matching(String label, Matcher.Kind kind, String value) {
    match.add(Matcher.of(label, kind, value));
    return this;
  }

  ConditionDraft where(String text) {
    where = bound(text);
    return this;
  }

  ConditionDraft within(int seconds) {
    windowMillis = seconds * 1000L;
    return this;
  }

  ConditionDraft pooled() {
    per = Scope.GROUP;
    return this;
  }

  ConditionDraft quorum(String label, int count) {
    quorum = Map.of(label, count);
    return this;
  }

  Condition condition() {
    return new Condition(metric, match, aggregate, where, bound, windowMillis, per, quorum);
  }
}
