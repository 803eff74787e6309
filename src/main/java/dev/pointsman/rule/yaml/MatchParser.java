package dev.pointsman.rule.yaml;

import com.google.re2j.PatternSyntaxException;
import dev.pointsman.rule.Matcher;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.SourceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads {@code match}: values by label, or Prometheus matchers. */
final class MatchParser {

  private final SourceFile file;
  private final LabelCheck labels;
  private final List<Matcher> matchers = new ArrayList<>();

  private MatchParser(SourceFile file, LabelCheck labels) {
    this.file = file;
    this.labels = labels;
  }

  /** The matchers in the order of their labels; what is wrong is reported. */
  static List<Matcher> parse(Node match, SourceFile file, LabelCheck labels) {
    var parser = new MatchParser(file, labels);
    if (match instanceof MappingNode mapping) {
      file.soundKeys(mapping).forEach(parser::values);
    } else {
      file.soundItems(match).forEach(parser::prometheus);
    }
    parser.matchers.sort(Comparator.comparing(Matcher::label).thenComparing(Matcher::toString));
    return parser.matchers;
  }

  private void values(NodeTuple entry) {
    String label = Nodes.text(entry.getKeyNode());
    labels.check(label, entry.getKeyNode(), "match");
    Node value = entry.getValueNode();
    if (!file.findings().isSound(value)) {
      return;
    }
    List<String> texts =
        value instanceof SequenceNode
            ? file.soundItems(value).stream().map(Nodes::text).toList()
            : List.of(Nodes.text(value));
    if (!texts.isEmpty()) {
      matchers.add(Matcher.in(label, texts));
    }
  }

  private void prometheus(Node node) {
    var text = new PrometheusText(Nodes.text(node));
    try {
      String label = text.label();
      Matcher.Kind operator = text.operator();
      String value = text.string();
      text.expectEnd();
      labels.check(label, node, "match");
      matchers.add(Matcher.of(label, operator, value));
    } catch (PrometheusText.SyntaxException e) {
      file.problem(node, "not a Prometheus matcher such as region=~\"us-.*\": " + e.getMessage());
    } catch (PatternSyntaxException e) {
      file.problem(
          node,
          "the regular expression does not compile (RE2): "
              + e.getDescription()
              + ": "
              + Nodes.quote(e.getPattern()));
    }
  }
}
