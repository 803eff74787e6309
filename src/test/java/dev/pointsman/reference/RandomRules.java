package dev.pointsman.reference;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupBy;
import dev.pointsman.rule.Hold;
import dev.pointsman.rule.Matcher;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Response;
import dev.pointsman.rule.Scope;
import dev.pointsman.rule.Severity;
import dev.pointsman.rule.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Rules over given sources, with thresholds near the values, so that verdicts turn. */
final class RandomRules {

  /** Their rules never group by every label: no rule file can say that. */
  private static final Set<String> HAVE_A_BY =
      Set.of("health_check", "replication_lag", "replication_lag_bytes");

  private final Dice dice;
  private final List<Source> sources;
  private final long stepMillis;

  /** Few, so that conditions often share one. */
  private final List<Long> windows;

  /** Whether they judge a fleet as a whole, and most of them the same readings of it. */
  private final boolean isOfFleet;

  private int made;

  RandomRules(Dice dice, List<Source> sources, long stepMillis) {
    this(dice, sources, stepMillis, false);
  }

  private RandomRules(Dice dice, List<Source> sources, long stepMillis, boolean isOfFleet) {
    this.isOfFleet = isOfFleet;
    this.dice = dice;
    this.sources = sources;
    this.stepMillis = stepMillis;
    this.windows = List.of(window(), window());
  }

  /** Rules by service over {@link Source#fleet}. */
  static RandomRules ofFleet(Dice dice, Source fleet, long stepMillis) {
    return new RandomRules(dice, List.of(fleet), stepMillis, true);
  }

  private long window() {
    long window =
        stepMillis * (isOfFleet ? dice.between(1, 6) : dice.oneOf(1, 2, 3, 5, 8, 13, 1_000));
    return Math.max(1, window + dice.oneOf(0, 0, 0, 0, -1, 1));
  }

  AlertRule next() {
    made++;
    List<String> shared = sharedLabels();
    var conditions = new ArrayList<Condition>();
    conditions.add(condition());
    boolean everyLabel = !HAVE_A_BY.contains(conditions.get(0).metric()) && dice.chance(0.3);
    for (int i = everyLabel ? 0 : dice.oneOf(0, 0, 1, 2); i > 0; i--) {
      conditions.add(condition());
    }
    return new AlertRule(
        "rule_" + made,
        dice.oneOf(Severity.values()),
        everyLabel
            ? GroupBy.EVERY_LABEL
            : GroupBy.names(dice.someOf(shared, dice.between(1, Math.min(2, shared.size())))),
        dice.oneOf(When.values()),
        conditions,
        new Hold(hold(), hold()),
        new NoData(dice.oneOf(NoData.Policy.values()), stepMillis * dice.between(1, 25)),
        dice.chance(0.8) ? Response.NONE : response());
  }

  /** A rule of the same name that differs in a few things. */
  AlertRule changed(AlertRule rule) {
    AlertRule other = next();
    var conditions = new ArrayList<Condition>();
    for (Condition each : rule.conditions()) {
      if (conditions.isEmpty() || !dice.chance(0.2)) {
        conditions.add(dice.oneOf(each, withAnotherThreshold(each), changed(each)));
      }
    }
    if (!rule.by().isEveryLabel() && dice.chance(0.2)) {
      conditions.add(dice.between(0, conditions.size()), condition());
    }
    boolean regrouped = dice.chance(0.1) && !other.by().isEveryLabel();
    return new AlertRule(
        rule.name(),
        dice.oneOf(rule, other).severity(),
        regrouped ? other.by() : rule.by(),
        dice.oneOf(rule, rule, other).when(),
        conditions,
        dice.oneOf(rule, rule, other).hold(),
        dice.oneOf(rule, rule, other).noData(),
        dice.oneOf(rule, rule, other).response());
  }

  /** The commonest change of all; {@code every} judges a little of its past anew. */
  private Condition withAnotherThreshold(Condition condition) {
    double threshold =
        threshold(
            condition.aggregate(),
            condition.windowMillis(),
            source(condition).values(condition.metric()));
    return new Condition(
        condition.metric(),
        condition.match(),
        condition.aggregate(),
        condition.where(),
        new Bound(condition.bound().comparison(), threshold),
        condition.windowMillis(),
        condition.per(),
        condition.quorum());
  }

  private Source source(Condition condition) {
    return sources.stream()
        .filter(each -> each.metricNames().contains(condition.metric()))
        .findFirst()
        .orElseThrow();
  }

  private Condition changed(Condition condition) {
    Source source = source(condition);
    Aggregate aggregate =
        dice.chance(0.3)
            ? dice.oneOf(Aggregate.EVERY, dice.oneOf(Aggregate.values()))
            : condition.aggregate();
    Scope per = dice.chance(0.2) ? dice.oneOf(Scope.values()) : condition.per();
    return new Condition(
        condition.metric(),
        dice.chance(0.1) ? matchers(source) : condition.match(),
        aggregate,
        condition.where(),
        dice.chance(0.6)
            ? condition.bound()
            : new Bound(
                comparison(),
                threshold(aggregate, condition.windowMillis(), source.values(condition.metric()))),
        dice.chance(0.8) ? condition.windowMillis() : dice.oneOf(windows),
        per,
        per == Scope.SERIES ? condition.quorum() : Map.of());
  }

  private List<String> sharedLabels() {
    if (isOfFleet) {
      return List.of("service");
    }
    return sources.get(0).labelNames().stream()
        .filter(name -> sources.stream().allMatch(each -> each.labelNames().contains(name)))
        .toList();
  }

  private long hold() {
    return dice.chance(0.5) ? 0 : stepMillis * dice.between(1, 6);
  }

  private Response response() {
    return new Response(
        Labels.of("team", "data"),
        Map.of("runbook_url", "https://runbooks.example/lag"),
        List.of(
            new Notification.PagerDuty(Severity.CRITICAL),
            new Notification.Slack("#incidents", Severity.INFO)),
        List.of("promote_replica", "notify_team"));
  }

  private Condition condition() {
    Source source = dice.oneOf(sources);
    boolean isLikeOthers = isOfFleet && dice.chance(0.9);
    List<String> metrics = source.metricNames();
    String metric = isLikeOthers ? metrics.get(0) : dice.oneOf(metrics);
    Aggregate aggregate = isLikeOthers ? triggered() : aggregate();
    Scope per = !isLikeOthers && dice.chance(0.3) ? Scope.GROUP : Scope.SERIES;
    long window = dice.oneOf(windows);
    return new Condition(
        metric,
        isLikeOthers || dice.chance(0.6) ? List.of() : matchers(source),
        aggregate,
        dice.chance(0.5)
            ? new Bound(Comparison.NOT_EQUAL, 0)
            : new Bound(comparison(), dice.oneOf(source.values(metric))),
        new Bound(comparison(), threshold(aggregate, window, source.values(metric))),
        window,
        per,
        per == Scope.SERIES && dice.chance(0.3) ? quorum(source) : Map.of());
  }

  private Aggregate aggregate() {
    // The one with the longest memory gets more than its share.
    return dice.chance(0.15) ? Aggregate.EVERY : dice.oneOf(Aggregate.values());
  }

  private Aggregate triggered() {
    return dice.oneOf(
        Aggregate.COUNT, Aggregate.COUNT, Aggregate.CONSECUTIVE, Aggregate.MAX, Aggregate.MIN);
  }

  private Comparison comparison() {
    return dice.chance(0.5)
        ? dice.oneOf(Comparison.GREATER, Comparison.GREATER_OR_EQUAL)
        : dice.oneOf(Comparison.values());
  }

  private double threshold(Aggregate aggregate, long windowMillis, List<Double> values) {
    return switch (aggregate) {
      case COUNT, CONSECUTIVE -> isOfFleet ? dice.between(2, 6) : dice.between(0, 4);
      case SUM -> dice.oneOf(values) * dice.between(1, 5);
      case AVG -> (dice.oneOf(values) + dice.oneOf(values)) / 2;
      case INCREASE -> dice.between(0, 8);
      case RATE -> dice.between(0, 8) / (windowMillis / 1000.0);
      default -> dice.oneOf(values);
    };
  }

  /** In one of the two notations of rule files: values by label, or Prometheus matchers. */
  private List<Matcher> matchers(Source source) {
    boolean byLabel = dice.chance(0.3);
    var matchers = new ArrayList<Matcher>();
    for (String label : dice.someOf(source.labelNames(), dice.between(1, 2))) {
      List<String> values = source.labelValues(label);
      matchers.add(
          byLabel
              ? Matcher.in(label, dice.someOf(values, dice.between(1, 2)))
              : prometheus(label, dice.oneOf(values)));
    }
    return matchers;
  }

  private Matcher prometheus(String label, String value) {
    Matcher.Kind kind = dice.oneOf(Matcher.Kind.values());
    return switch (kind) {
      case IN, NOT_EQUAL -> Matcher.of(label, kind, value);
      case REGEX, NOT_REGEX -> Matcher.of(label, kind, regex(value));
    };
  }

  /** Matches the value, or only a part of it, or the absent label. */
  private String regex(String value) {
    return dice.oneOf(value, value + ".*", ".+", ".*1", value + "|o2", "[a-z]", "");
  }

  private Map<String, Integer> quorum(Source source) {
    var quorum = new TreeMap<String, Integer>();
    for (String label : dice.someOf(source.labelNames(), dice.oneOf(1, 1, 1, 2))) {
      quorum.put(label, dice.between(1, 3));
    }
    return quorum;
  }
}
