package dev.pointsman.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.Scope;
import dev.pointsman.rule.Severity;
import dev.pointsman.rule.TestingRules;
import dev.pointsman.rule.When;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RuleJsonTest {

  private static final String[] TEXTS = {
    "a",
    "us-west-2",
    "",
    "no",
    "1.50",
    "{{cluster}} is \"late\"",
    "\\d+",
    "a\nb\tc",
    "é😀",
    "\u0000\u007f\u0085\u2028\ufeff",
    ": #",
    "~",
    "x".repeat(2000),
    "'",
    "`"
  };

  @Test
  void aRuleReadsBackEqual() {
    var random = new Random(42);
    for (int i = 0; i < 1000; i++) {
      AlertRule rule = rule(random);
      String json = RuleJson.write(rule);
      assertThat(RuleLoader.parseRule("topic", json)).as(json).isEqualTo(rule);
    }
  }

  @Test
  void everythingIsResolved() {
    RuleSet rules =
        RuleLoader.loadTexts(
                Map.of(
                    "r.yaml",
                    "alerts: [{name: a, conditions: [{metric: replication_lag, threshold: 2s}]}]"))
            .rules();

    assertThat(RuleJson.write(rules.rules().iterator().next()))
        .isEqualTo(
            "{\"name\":\"a\",\"severity\":\"warning\",\"by\":[\"cluster\",\"replica\"],"
                + "\"when\":\"all\",\"conditions\":[{\"metric\":\"replication_lag\","
                + "\"aggregate\":\"every\",\"where\":\"!= 0\",\"compare\":\">\",\"threshold\":2000,"
                + "\"window\":\"2m\",\"per\":\"series\"}],\"for\":\"0s\","
                + "\"keep_firing_for\":\"0s\",\"no_data\":\"keep\",\"no_data_after\":\"4m\"}");
  }

  @Test
  void whatNoRuleFileCanSayIsNotWritten() {
    AlertRule everyLabel = TestingRules.rule("a", GroupBy.EVERY_LABEL, condition("health_check"));
    assertThatThrownBy(() -> RuleJson.write(everyLabel))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no rule file can say every label of health_check, whose own are [check, region]");
    AlertRule mixed =
        TestingRules.rule(
            "a",
            TestingRules.by("region"),
            condition(
                "health_check",
                Matcher.in("region", List.of("r1", "r2")),
                Matcher.of("check", Matcher.Kind.NOT_EQUAL, "api")));
    assertThatThrownBy(() -> RuleJson.write(mixed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("together with matchers of other kinds");
  }

  @Test
  void everyLabelIsWrittenByLeavingByOut() {
    for (String metric : List.of("queue_depth", "health_check_latency_ms")) {
      AlertRule rule = TestingRules.rule("a", GroupBy.EVERY_LABEL, condition(metric));
      assertThat(RuleLoader.parseRule("topic", RuleJson.write(rule))).isEqualTo(rule);
    }
  }

  private static Condition condition(String metric, Matcher... match) {
    return TestingRules.condition(metric, Aggregate.LAST, "> 5", 60_000, match);
  }

  @Test
  void whatIsNoRuleIsRefusedWithAllThatIsWrong() {
    assertThatThrownBy(() -> RuleLoader.parseRule("alert-rules-0@7", "{\"name\":5,\"x\":1}"))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("alert-rules-0@7:1:9: name must be")
        .hasMessageContaining("unknown key \"x\"")
        .hasMessageContaining("needs the key \"conditions\"");
    assertThatThrownBy(() -> RuleLoader.parseRule("o", ""))
        .hasMessage("o:1:1: expected one rule, not 0");
    assertThatThrownBy(() -> RuleLoader.parseRule("o", "[]"))
        .hasMessageContaining("not an empty list");
    assertThatThrownBy(() -> RuleLoader.parseRule("o", "{\"name\""))
        .hasMessageContaining("not YAML");
    String rule = "{name: a, conditions: [{metric: x, threshold: 1}]}\n";
    assertThatThrownBy(() -> RuleLoader.parseRule("o", rule + "---\n" + rule))
        .hasMessageContaining("expected one rule, not 2");
  }

  private static AlertRule rule(Random random) {
    boolean builtIn = random.nextBoolean();
    String[] labels =
        builtIn
            ? new String[] {"cluster", "replica", "region"}
            : new String[] {"a", "b.c", "d-é", "e f"};
    boolean everyLabel = !builtIn && random.nextBoolean();
    var conditions = new ArrayList<Condition>();
    for (int i = everyLabel ? 0 : random.nextInt(3); i >= 0; i--) {
      conditions.add(condition(random, builtIn, labels));
    }
    return new AlertRule(
        "rule_-" + random.nextInt(100),
        any(random, Severity.values()),
        everyLabel ? GroupBy.EVERY_LABEL : GroupBy.names(List.of(any(random, labels), labels[0])),
        any(random, When.values()),
        conditions,
        new Hold(random.nextInt(3), random.nextLong(1L << 40)),
        new NoData(any(random, NoData.Policy.values()), 1 + random.nextLong(1L << 40)),
        new Response(
            Labels.of(texts(random)), texts(random), notifications(random), actions(random)));
  }

  private static Condition condition(Random random, boolean builtIn, String[] labels) {
    Scope per = any(random, Scope.values());
    var quorum = new TreeMap<String, Integer>();
    for (int i = per == Scope.GROUP ? 0 : random.nextInt(3); i > 0; i--) {
      quorum.put(any(random, labels), 1 + random.nextInt(9));
    }
    return new Condition(
        builtIn ? "replication_lag" : any(random, new String[] {"x", "http_seconds", "no", "a b"}),
        match(random, labels),
        any(random, Aggregate.values()),
        bound(random),
        bound(random),
        1 + random.nextLong(1L << random.nextInt(1, 60)),
        per,
        quorum);
  }

  private static List<Matcher> match(Random random, String[] labels) {
    var byLabel = new TreeMap<String, Matcher>();
    boolean values = random.nextBoolean();
    for (int i = random.nextInt(4); i > 0; i--) {
      String label = any(random, labels);
      byLabel.put(
          label,
          values
              ? Matcher.in(label, List.of(any(random, TEXTS), any(random, TEXTS)))
              : Matcher.of(label, any(random, Matcher.Kind.values()), matched(random)));
    }
    var matchers = new ArrayList<>(byLabel.values());
    if (!values && !matchers.isEmpty()) {
      matchers.add(Matcher.of(matchers.get(0).label(), Matcher.Kind.NOT_EQUAL, "z"));
    }
    matchers.sort(Comparator.comparing(Matcher::label).thenComparing(Matcher::toString));
    return matchers;
  }

  private static String matched(Random random) {
    return any(random, new String[] {"us-.*", "", "\\d+\"'`", "a|b", "é\n"});
  }

  private static Bound bound(Random random) {
    double[] numbers = {0, 1, -3, 0.1, 1e15, -1.5e300, 4.9e-324, 1.0 / 3, random.nextGaussian()};
    return new Bound(any(random, Comparison.values()), numbers[random.nextInt(numbers.length)]);
  }

  private static Map<String, String> texts(Random random) {
    var texts = new TreeMap<String, String>();
    for (int i = random.nextInt(3); i > 0; i--) {
      texts.put("key " + random.nextInt(5) + "é\"", any(random, TEXTS));
    }
    return texts;
  }

  private static List<Notification> notifications(Random random) {
    var notifications = new ArrayList<Notification>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Severity severity = any(random, Severity.values());
      notifications.add(
          switch (random.nextInt(3)) {
            case 0 -> new Notification.PagerDuty(severity);
            case 1 -> new Notification.Slack(null, severity);
            default -> new Notification.Slack("#incidents", severity);
          });
    }
    return notifications;
  }

  private static List<String> actions(Random random) {
    return random.nextBoolean() ? List.of() : List.of("promote_replica", "b-2");
  }

  private static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
