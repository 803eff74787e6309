package dev.pointsman.rule.yaml;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Reason;
import dev.pointsman.event.Labels;
import dev.pointsman.yaml.Fields;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import dev.pointsman.yaml.SourceFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a file of tests; what is wrong is reported. */
final class RuleTestParser {

  private static final ObjectType SERIES =
      ObjectType.of(
          "a series",
          required("series", Shapes.TEXT, "Metric and labels, as Prometheus writes them."),
          required("values", Shapes.SAMPLES, "Values, one each interval, the first at 0."));

  private static final ObjectType EXPECTED =
      ObjectType.of(
          "an expected transition",
          required("at", Shapes.DURATION_OR_ZERO, "When, since the start of the test."),
          required("alert", Shapes.TEXT, "The rule's name."),
          required(
              "state",
              Shapes.oneOf(
                  Arrays.stream(AlertStatus.values())
                      .map(AlertStatus::text)
                      .toArray(String[]::new)),
              "What the alert became."),
          optional("labels", new Shape.MapOf("label", Shapes.LABEL_VALUE), "All of its labels."),
          optional("value", Shapes.NUMBER, "The first condition's value."),
          optional(
              "reason",
              Shapes.oneOf(Arrays.stream(Reason.values()).map(Reason::text).toArray(String[]::new)),
              "Why."),
          optional("starts_at", Shapes.DURATION_OR_ZERO, "Since when it fires."),
          optional("ends_at", Shapes.DURATION_OR_ZERO, "When it was resolved."));

  private static final ObjectType TEST =
      ObjectType.of(
          "a test",
          required("name", Shapes.TEXT, "What it shows."),
          required("interval", Shapes.DURATION, "The time from one value to the next."),
          required("series", Shapes.objects(SERIES), "What comes in."),
          required("expect", Shapes.objectsIfAny(EXPECTED), "Which transitions come of it."));

  private static final ObjectType FILE =
      ObjectType.of(
          "a file of tests",
          required("rule_files", Shapes.listOf(Shapes.TEXT), "Relative to this file."),
          required("tests", Shapes.objects(TEST), "The tests."));

  private final SourceFile file;

  private RuleTestParser(SourceFile file) {
    this.file = file;
  }

  /**
   * The file; of use only where nothing in it was reported.
   *
   * @param ruleFileExists whether there is a file or folder of rules
   */
  static @Nullable RuleTestFile parse(
      Node document, SourceFile file, Predicate<Path> ruleFileExists) {
    if (!(document instanceof MappingNode)) {
      file.problem(document, "a file of tests must be a mapping, not " + Nodes.describe(document));
      return null;
    }
    var parser = new RuleTestParser(file);
    Fields fields = Fields.read(document, FILE, file);
    var ruleFiles = new ArrayList<Path>();
    for (Node node : parser.items(fields, "rule_files")) {
      try {
        Path ruleFile = Path.of(file.path()).resolveSibling(Nodes.text(node));
        if (ruleFileExists.test(ruleFile)) {
          ruleFiles.add(ruleFile);
        } else {
          file.problem(node, "no such file or folder: " + ruleFile);
        }
      } catch (InvalidPathException e) {
        file.problem(node, "not a path: " + e.getReason());
      }
    }
    var tests = new ArrayList<RuleTest>();
    parser.items(fields, "tests").forEach(each -> tests.add(parser.test(each)));
    return new RuleTestFile(file.path(), ruleFiles, tests);
  }

  private RuleTest test(Node node) {
    Fields fields = Fields.read(node, TEST, file);
    var series = new TestSeries(fields.duration("interval", 1));
    for (Node each : items(fields, "series")) {
      Fields line = Fields.read(each, SERIES, file);
      Node name = line.value("series");
      Node values = line.value("values");
      if (name != null && values != null) {
        add(name, values, series);
      }
    }
    var expected = new ArrayList<ExpectedTransition>();
    for (Node each : items(fields, "expect")) {
      ExpectedTransition transition = expected(each);
      if (transition != null) {
        expected.add(transition);
      }
    }
    long lastExpected = expected.stream().mapToLong(ExpectedTransition::at).max().orElse(0);
    return new RuleTest(
        fields.text("name", ""),
        series.events(),
        expected,
        Math.max(series.endMillis(), lastExpected));
  }

  private void add(Node name, Node values, TestSeries series) {
    List<@Nullable Double> steps;
    try {
      steps = SeriesValues.parse(Nodes.text(values));
    } catch (IllegalArgumentException e) {
      file.problem(values, "values: " + e.getMessage());
      steps = List.of();
    }
    try {
      series.add(Nodes.text(name), steps);
    } catch (PrometheusText.SyntaxException e) {
      file.problem(name, "not a series such as metric{label=\"value\"}: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      file.problem(name, String.valueOf(e.getMessage()));
    }
  }

  private @Nullable ExpectedTransition expected(Node node) {
    int before = file.findings().problemCount();
    Fields fields = Fields.read(node, EXPECTED, file);
    Map<String, String> labels = new TreeMap<>();
    Node written = fields.value("labels");
    if (written != null) {
      file.soundEntries(written)
          .forEach(
              each -> labels.put(Nodes.text(each.getKeyNode()), Nodes.text(each.getValueNode())));
    }
    if (file.findings().problemCount() > before) {
      return null;
    }
    String value = fields.text("value");
    String reason = fields.text("reason");
    return new ExpectedTransition(
        fields.duration("at", 0),
        fields.text("alert", ""),
        AlertStatus.valueOf(fields.text("state", "").toUpperCase(Locale.ROOT)),
        Labels.of(labels),
        value == null ? null : Double.valueOf(value),
        reason == null ? null : Reason.valueOf(reason.toUpperCase(Locale.ROOT)),
        time(fields, "starts_at"),
        time(fields, "ends_at"));
  }

  private static @Nullable Long time(Fields fields, String key) {
    return fields.has(key) ? fields.duration(key, 0) : null;
  }

  private List<Node> items(Fields fields, String key) {
    Node list = fields.value(key);
    return list == null ? List.of() : file.soundItems(list);
  }
}
