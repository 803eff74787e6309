package dev.pointsman.rule.yaml;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.Scope;
import dev.pointsman.rule.Severity;
import dev.pointsman.rule.When;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Every key that a rule has, in the order in which people write them. */
final class RuleKeys {

  /** The top-level keys that hold rules; each other one is somebody else's. */
  static final List<String> SECTIONS = List.of("failover_alerts", "alerts");

  static final String NAME_PATTERN = "[A-Za-z_][A-Za-z0-9_-]*";

  static final Shape AGGREGATE = oneOf(Aggregate.values(), Aggregate::text);
  static final Shape COMPARE = oneOf(Comparison.values(), Comparison::symbol);

  private static final Shape NAME =
      Shapes.matching(
          NAME_PATTERN, "a name of letters, digits, _ and - that begins with a letter or _");

  private static final Shape SEVERITY = oneOf(Severity.values(), Severity::text);

  private static final Shape LABELS = new Shape.MapOf("label", Shapes.LABEL_VALUE);

  private static final Shape LABEL_VALUES =
      new Shape.Either(
          "a text or a list of texts",
          List.of(Shapes.LABEL_VALUE, Shapes.listOf(Shapes.LABEL_VALUE)));

  static final ObjectType CONDITION =
      ObjectType.of(
          "a condition",
          required("metric", Shapes.TEXT, "The metric whose readings are looked at."),
          optional(
              "match",
              new Shape.Either(
                  "a mapping of labels to values, or a list of Prometheus matchers",
                  List.of(new Shape.MapOf("label", LABEL_VALUES), Shapes.listOf(Shapes.TEXT))),
              "Which readings: a value or values per label, or a list of Prometheus matchers such"
                  + " as region=~\"us-.*\"."),
          optional(
              "aggregate",
              AGGREGATE,
              "What becomes of the readings in the window before they are compared."),
          optional(
              "where",
              Shapes.matching(
                  WhereText.PATTERN, "a comparison with a number, in quotes, such as \"> 0\""),
              "Which readings count and consecutive count; default \"!= 0\"."),
          optional("compare", COMPARE, "How the value is held against the threshold."),
          required(
              "threshold",
              Shapes.QUANTITY,
              "A number, with a unit where the metric has one: 1000ms, 2s, 100KB, 50%."),
          optional("window", Shapes.DURATION, "How far back readings are looked at, such as 5m."),
          optional(
              "per",
              oneOf(Scope.values(), Scope::text),
              "Whether each series is judged by itself (the default) or all of a group's pooled."),
          optional(
              "quorum",
              new Shape.MapOf("label", Shapes.POSITIVE_WHOLE),
              "Per label, how many distinct values of it the series that are true must have."));

  static final ObjectType PAGERDUTY =
      ObjectType.of(
          "a pagerduty notification",
          required("type", Shapes.oneOf("pagerduty"), "A page through PagerDuty."),
          optional("severity", SEVERITY, "Default: the rule's."));

  static final ObjectType SLACK =
      ObjectType.of(
          "a slack notification",
          required("type", Shapes.oneOf("slack"), "A Slack message."),
          optional(
              "channel", Shapes.TEXT, "Name with #, or id; default: the deployment's channel."),
          optional("severity", SEVERITY, "Default: the rule's."));

  /** What a notification may be whose type is not known. */
  static final ObjectType ANY_NOTIFICATION =
      ObjectType.of(
          "a notification",
          required("type", Shapes.oneOf("pagerduty", "slack"), "Where it goes."),
          optional("channel", Shapes.TEXT, "For slack."),
          optional("severity", SEVERITY, "Default: the rule's."));

  static final ObjectType RULE =
      ObjectType.of(
          "a rule",
          required("name", NAME, "Unique over all files that are loaded together."),
          optional("severity", SEVERITY, "How bad it is; default warning."),
          optional(
              "by",
              Shapes.listOf(Shapes.TEXT),
              "The labels that tell one alert of this rule from another; default: those of the"
                  + " first condition's metric."),
          optional(
              "when",
              oneOf(When.values(), When::text),
              "Whether all conditions must hold (the default) or any."),
          required("conditions", Shapes.objects(CONDITION), "What must be so for it to fire."),
          optional(
              "for",
              Shapes.DURATION_OR_ZERO,
              "How long it must be so before it fires; default 0s."),
          optional(
              "keep_firing_for",
              Shapes.DURATION_OR_ZERO,
              "How long it must not be so before it resolves; default 0s."),
          optional(
              "no_data",
              oneOf(NoData.Policy.values(), NoData.Policy::text),
              "What silence does: nothing (keep, the default), resolve, or alert."),
          optional(
              "no_data_after",
              Shapes.DURATION,
              "How long nothing must have come; default: twice the longest window."),
          optional("labels", LABELS, "Added to the alert's."),
          optional(
              "annotations",
              new Shape.MapOf("name", Shapes.LABEL_VALUE),
              "Texts for people; {{label}} and {{value}} are filled in."),
          optional("notifications", Shapes.objects(PAGERDUTY, SLACK), "Who is told."),
          optional(
              "actions", Shapes.listOf(NAME), "What is asked for, in this order, when it fires."));

  /** What a section of rules holds. */
  static final Shape RULES = Shapes.objects(RULE);

  private RuleKeys() {}

  private static <E> Shape oneOf(E[] values, Function<E, String> text) {
    return Shapes.oneOf(Arrays.stream(values).map(text).toArray(String[]::new));
  }
}
