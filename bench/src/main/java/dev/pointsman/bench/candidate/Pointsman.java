package dev.pointsman.bench.candidate;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Transition;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.event.Labels;
import dev.pointsman.job.alerting.AlertingConfig;
import dev.pointsman.job.alerting.AlertingPipeline;
import dev.pointsman.job.alerting.EventAge;
import dev.pointsman.job.alerting.FixedRuleFeed;
import dev.pointsman.job.alerting.RawEvent;
import dev.pointsman.job.alerting.Silence;
import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupBy;
import dev.pointsman.rule.Hold;
import dev.pointsman.rule.Matcher;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.Response;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.Scope;
import dev.pointsman.rule.Severity;
import dev.pointsman.rule.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The alerting job's own pipeline, as it runs in production, over fixed rules.
 *
 * @param by the label that the rules group by
 * @param asked what they ask for
 */
public record Pointsman(String by, Asked asked) implements Decider {

  /** What the rules look at, all of them within the same window. */
  public enum Asked {
    /** Of each series by itself, as {@link CountRule} has it. */
    FAILURES("health_check", Aggregate.COUNT, Scope.SERIES),
    /** Of each series by itself; never so much that a rule fires. */
    AVERAGE_LATENCY(LATENCY, Aggregate.AVG, Scope.SERIES),
    /** Of all series of a group together; never so much that a rule fires. */
    POOLED_AVERAGE_LATENCY(LATENCY, Aggregate.AVG, Scope.GROUP),
    /** As {@link #POOLED_AVERAGE_LATENCY}. */
    POOLED_P99_LATENCY(LATENCY, Aggregate.P99, Scope.GROUP);

    private final String metric;
    private final Aggregate aggregate;
    private final Scope scope;

    Asked(String metric, Aggregate aggregate, Scope scope) {
      this.metric = metric;
      this.aggregate = aggregate;
      this.scope = scope;
    }
  }

  /** A group for each target, which has one series. */
  public static final String BY_TARGET = "target";

  /** A group for each region, with the series of all its targets. */
  public static final String BY_REGION = "region";

  private static final String LATENCY = "health_check_latency_ms";
  private static final double NEVER_MILLIS = 5_000;

  /** With what the job is shipped; where its Kafka is does not matter here. */
  private static final AlertingConfig SHIPPED = AlertingConfig.of(KafkaSettings.of("none"));

  /** That asks for failures. */
  public Pointsman(String by) {
    this(by, Asked.FAILURES);
  }

  @Override
  public WatermarkStrategy<RawEvent> watermarks() {
    return WatermarkStrategy.noWatermarks();
  }

  @Override
  public DataStream<Decision> decide(DataStream<RawEvent> events, List<CountRule> rules) {
    String group = by;
    events.getExecutionEnvironment().setBufferTimeout(SHIPPED.bufferTimeout().toMillis());
    var pipeline =
        AlertingPipeline.define(
            "",
            events,
            new FixedRuleFeed(ruleSet(rules)),
            Silence.BY_WALL_CLOCK,
            EventAge.LIVE,
            SHIPPED.retention());
    pipeline.rejected().sinkTo(new DiscardingSink<>());
    return pipeline
        .transitions()
        .filter(each -> each.state() != AlertStatus.PENDING && each.state() != AlertStatus.INACTIVE)
        .map(each -> decision(each, group))
        .returns(Decision.class);
  }

  private static Decision decision(Transition transition, String by) {
    return new Decision(
        transition.alert(),
        transition.labels().getOrEmpty(by),
        transition.state() == AlertStatus.FIRING);
  }

  /** The rules in Pointsman's own words. */
  public RuleSet ruleSet(List<CountRule> rules) {
    return RuleSet.of(rules.stream().map(this::alertRule).toList());
  }

  private AlertRule alertRule(CountRule rule) {
    var match = new ArrayList<Matcher>();
    addMatcher(match, "check", rule.checks());
    addMatcher(match, "observer", rule.observers());
    addMatcher(match, "region", rule.regions());
    return new AlertRule(
        rule.name(),
        Severity.WARNING,
        GroupBy.names(List.of(by)),
        When.ALL,
        List.of(condition(rule, match)),
        Hold.NONE,
        new NoData(NoData.Policy.KEEP, 2 * CountRule.WINDOW_MILLIS),
        new Response(Labels.EMPTY, Map.of(), List.of(), List.of()));
  }

  private Condition condition(CountRule rule, List<Matcher> match) {
    double threshold = asked == Asked.FAILURES ? rule.failures() : NEVER_MILLIS;
    return new Condition(
        asked.metric,
        match,
        asked.aggregate,
        new Bound(Comparison.NOT_EQUAL, 0),
        new Bound(Comparison.GREATER_OR_EQUAL, threshold),
        CountRule.WINDOW_MILLIS,
        asked.scope,
        Map.of());
  }

  private static void addMatcher(List<Matcher> match, String label, List<String> values) {
    if (!values.isEmpty()) {
      match.add(Matcher.in(label, values));
    }
  }
}
