package dev.pointsman.rule.yaml;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.rule.Aggregate;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.GroupBy;
import dev.pointsman.rule.MetricCatalogue;
import dev.pointsman.rule.MetricDefinition;
import dev.pointsman.rule.Unit;
import dev.pointsman.yaml.Fields;
import dev.pointsman.yaml.Findings;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shapes;
import dev.pointsman.yaml.SourceFile;
import dev.pointsman.yaml.YamlDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads metric catalogues: the shipped one, and files that extend it. */
final class CatalogueParser {

  /** The name of a file that is a catalogue, not rules. */
  static final String FILE_NAME = "metrics.yaml";

  private static final ObjectType METRIC =
      ObjectType.of(
          "a metric",
          required("metric", Shapes.TEXT, "Its name."),
          optional("by", Shapes.listOf(Shapes.TEXT), "How rules group that do not say."),
          optional("aggregate", RuleKeys.AGGREGATE, "Default last."),
          optional("compare", RuleKeys.COMPARE, "Default >."),
          optional(
              "unit",
              Shapes.oneOf(Arrays.stream(Unit.values()).map(Unit::text).toArray(String[]::new)),
              "Default none."),
          optional("window", Shapes.DURATION, "Default 5m."),
          optional("labels", Shapes.listOf(Shapes.TEXT), "All that its readings can have."));

  private static final ObjectType CATALOGUE =
      ObjectType.of(
          "a metric catalogue", required("metrics", Shapes.objects(METRIC), "The metrics."));

  private static final MetricCatalogue SHIPPED = readShipped();

  private final Map<String, MetricDefinition> found = new HashMap<>();
  private final Map<String, String> placeByMetric = new HashMap<>();
  private final MetricCatalogue base;

  private CatalogueParser(MetricCatalogue base) {
    this.base = base;
  }

  /** The catalogue that is part of the product. */
  static MetricCatalogue shipped() {
    return SHIPPED;
  }

  /** The shipped catalogue and what files add to it; what is wrong in them is reported. */
  static MetricCatalogue shippedWith(Iterable<SourceFile> files) {
    return extend(SHIPPED, files);
  }

  private static MetricCatalogue extend(MetricCatalogue base, Iterable<SourceFile> files) {
    var parser = new CatalogueParser(base);
    for (SourceFile file : files) {
      for (Node document : YamlDocuments.read(file)) {
        parser.document(document, file);
      }
    }
    return base.with(parser.found.values());
  }

  private static MetricCatalogue readShipped() {
    var findings = new Findings();
    try (InputStream in = CatalogueParser.class.getResourceAsStream(FILE_NAME)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      var file = new SourceFile(FILE_NAME, text, findings);
      MetricCatalogue catalogue = extend(MetricCatalogue.EMPTY, Set.of(file));
      if (findings.problemCount() > 0) {
        throw new IllegalStateException(
            "the shipped catalogue is broken: " + findings.problems(List.of(file)));
      }
      return catalogue;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void document(Node document, SourceFile file) {
    if (!(document instanceof MappingNode)) {
      file.problem(
          document, "a metric catalogue must be a mapping, not " + Nodes.describe(document));
      return;
    }
    Node metrics = Fields.read(document, CATALOGUE, file).value("metrics");
    if (metrics != null) {
      file.soundItems(metrics).forEach(each -> metric(each, file));
    }
  }

  private void metric(Node node, SourceFile file) {
    Fields fields = Fields.read(node, METRIC, file);
    Node name = fields.value("metric");
    if (name == null) {
      return;
    }
    String metric = Nodes.text(name);
    String first = placeByMetric.putIfAbsent(metric, file.place(name));
    if (first != null) {
      file.problem(name, "duplicate metric \"" + metric + "\", first at " + first);
      return;
    }
    MetricDefinition otherwise = base.of(metric);
    List<Node> by = items(fields, "by", file);
    List<Node> labels = items(fields, "labels", file);
    Unit unit = Unit.ofText(fields.text("unit", otherwise.unit().text())).orElseThrow();
    var definition =
        new MetricDefinition(
            metric,
            by.isEmpty() ? otherwise.by() : GroupBy.names(texts(by)),
            Aggregate.ofText(fields.text("aggregate", otherwise.aggregate().text())).orElseThrow(),
            Comparison.ofSymbol(fields.text("compare", otherwise.compare().symbol())).orElseThrow(),
            unit,
            fields.duration("window", otherwise.windowMillis()),
            labels.isEmpty() ? otherwise.labels() : new TreeSet<>(texts(labels)));
    var check = new LabelCheck(definition, file);
    by.forEach(each -> check.check(Nodes.text(each), each, "by"));
    if (base.contains(metric)) {
      keepsItsMeaning(definition, otherwise, fields, file);
    }
    found.put(metric, definition);
  }

  private static List<Node> items(Fields fields, String key, SourceFile file) {
    Node list = fields.value(key);
    return list == null ? List.of() : file.soundItems(list);
  }

  private static List<String> texts(List<Node> nodes) {
    return nodes.stream().map(Nodes::text).toList();
  }

  /** What producers send is not for a catalogue to change. */
  private static void keepsItsMeaning(
      MetricDefinition changed, MetricDefinition shipped, Fields fields, SourceFile file) {
    if (changed.unit() != shipped.unit()) {
      file.problem(
          fields.key("unit"),
          "the unit of " + shipped.metric() + " is " + shipped.unit().text() + " and stays so");
    }
    if (!changed.labels().equals(shipped.labels())) {
      file.problem(
          fields.key("labels"),
          "the labels of " + shipped.metric() + " are " + shipped.labelsText() + " and stay so");
    }
  }
}
