package dev.pointsman.rule.yaml;

import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.Matcher;
import dev.pointsman.rule.MetricCatalogue;
import dev.pointsman.rule.MetricDefinition;
import dev.pointsman.rule.Scope;
import dev.pointsman.rule.Unit;
import dev.pointsman.yaml.Fields;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.Quantity;
import dev.pointsman.yaml.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Reads a condition and fills in from the catalogue what it leaves out. */
final class ConditionParser {

  private static final Bound NOT_ZERO = new Bound(Comparison.NOT_EQUAL, 0);

  private final MetricCatalogue catalogue;
  private final SourceFile file;

  ConditionParser(MetricCatalogue catalogue, SourceFile file) {
    this.catalogue = catalogue;
    this.file = file;
  }

  /**
   * What was read of a condition.
   *
   * @param metricNode where its metric stands; null, as the definition is, where it has none
   * @param quorumNode what its quorum holds; null where it has none
   * @param condition null where something in it was reported
   */
  record Parsed(
      @Nullable Node metricNode,
      @Nullable Node quorumNode,
      @Nullable MetricDefinition metric,
      @Nullable Condition condition) {}

  Parsed parse(Node node) {
    int before = file.findings().problemCount();
    Fields fields = Fields.read(node, RuleKeys.CONDITION, file);
    String name = fields.text("metric");
    MetricDefinition metric = name == null ? null : catalogue.of(name);
    MetricDefinition defaults = metric == null ? MetricDefinition.ofAnyOther("") : metric;
    var labels = new LabelCheck(metric, file);

    Node match = fields.value("match");
    List<Matcher> matchers = match == null ? List.of() : MatchParser.parse(match, file, labels);
    Aggregate aggregate =
        Aggregate.ofText(fields.text("aggregate", defaults.aggregate().text())).orElseThrow();
    Bound where = where(fields, metric, aggregate);
    Comparison compare = compare(fields, defaults, aggregate);
    double threshold = threshold(fields, metric, aggregate);
    long window = fields.duration("window", defaults.windowMillis());
    Scope per = fields.text("per", "series").equals("group") ? Scope.GROUP : Scope.SERIES;
    Map<String, Integer> quorum = quorum(fields, per, labels);
    if (metric == null || file.findings().problemCount() > before) {
      return new Parsed(fields.value("metric"), fields.value("quorum"), metric, null);
    }
    var bound = new Bound(compare, threshold);
    var condition =
        new Condition(metric.metric(), matchers, aggregate, where, bound, window, per, quorum);
    return new Parsed(fields.value("metric"), fields.value("quorum"), metric, condition);
  }

  private static Comparison compare(Fields fields, MetricDefinition defaults, Aggregate aggregate) {
    String symbol = fields.text("compare");
    if (symbol != null) {
      return Comparison.ofSymbol(symbol).orElseThrow();
    }
    return aggregate.counts() ? Comparison.GREATER_OR_EQUAL : defaults.compare();
  }

  private Bound where(Fields fields, @Nullable MetricDefinition metric, Aggregate aggregate) {
    Node node = fields.value("where");
    if (node == null) {
      return NOT_ZERO;
    }
    WhereText where = WhereText.parse(Nodes.text(node));
    double value = value(node, where.quantity(), metric, "where");
    if (!aggregate.counts() && !where.isDefault(value)) {
      file.notice(
          fields.key("where"),
          "where has no effect: it says what count and consecutive count, not " + aggregate.text());
    }
    return Double.isFinite(value) ? new Bound(where.comparison(), value) : NOT_ZERO;
  }

  private double threshold(Fields fields, @Nullable MetricDefinition metric, Aggregate aggregate) {
    Node node = fields.value("threshold");
    if (node == null) {
      return 0;
    }
    if (!aggregate.counts()) {
      return value(node, Nodes.text(node), metric, "threshold");
    }
    Quantity quantity = Quantity.parse(Nodes.text(node));
    if (!quantity.suffix().isEmpty()) {
      file.problem(
          node,
          String.format(
              "threshold must be a bare number, not %s: %s is a number of readings",
              Nodes.text(node), aggregate.text()));
    }
    return quantity.number();
  }

  /** A quantity in the metric's unit; what is reported is not finite. */
  private double value(Node node, String text, @Nullable MetricDefinition metric, String key) {
    String complaint = Quantity.complaint(text);
    if (complaint != null) {
      file.problem(node, key + " must be " + complaint);
      return Double.NaN;
    }
    Quantity quantity = Quantity.parse(text);
    if (metric == null) {
      return quantity.number();
    }
    Unit unit = metric.unit();
    if (quantity.suffix().isEmpty()) {
      if (unit.isWorthSaying() && quantity.number() != 0) {
        file.notice(node, String.format("%s %s is taken as %s %s", key, text, text, unit.text()));
      }
      return quantity.number();
    }
    OptionalDouble value = unit.of(quantity.number(), quantity.suffix());
    if (value.isEmpty()) {
      file.problem(
          node,
          String.format(
              "unit \"%s\" in %s does not fit %s: expected a number%s",
              quantity.suffix(), key, metric.metric(), unitsText(unit)));
      return Double.NaN;
    }
    if (!Double.isFinite(value.getAsDouble())) {
      file.problem(node, key + " must be a number that a double can hold, not " + text);
    }
    return value.getAsDouble();
  }

  private static String unitsText(Unit unit) {
    return unit.suffixes().isEmpty()
        ? " without a unit"
        : " in " + unit.text() + ", or with one of the units " + String.join(", ", unit.suffixes());
  }

  private Map<String, Integer> quorum(Fields fields, Scope per, LabelCheck labels) {
    if (per == Scope.GROUP && fields.has("quorum")) {
      file.problem(
          fields.key("quorum"),
          "quorum counts series that are true, and \"per: group\" has none: leave one of them out");
    }
    Node node = fields.value("quorum");
    var quorum = new TreeMap<String, Integer>();
    if (node != null) {
      for (NodeTuple entry : file.soundKeys(node)) {
        labels.check(Nodes.text(entry.getKeyNode()), entry.getKeyNode(), "quorum");
      }
      for (NodeTuple entry : file.soundEntries(node)) {
        quorum.put(
            Nodes.text(entry.getKeyNode()), Integer.valueOf(Nodes.text(entry.getValueNode())));
      }
    }
    return quorum;
  }
}
