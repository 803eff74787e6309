package dev.pointsman.rule.yaml;

import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.MetricCatalogue;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.yaml.Findings;
import dev.pointsman.yaml.Nearest;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.SourceFile;
import dev.pointsman.yaml.Sources;
import dev.pointsman.yaml.YamlDocuments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Loads rules from YAML: all the rules of all the files, or every problem of every file. A file
 * named {@code metrics.yaml} extends the metric catalogue for all of them.
 */
public final class RuleLoader {

  private RuleLoader() {}

  /**
   * Loads files and folders; of a folder all {@code *.yaml} and {@code *.yml} below it but the
   * tests, {@code *.test.yaml}.
   */
  public static LoadResult load(Collection<Path> paths) {
    return load(Sources.read(paths));
  }

  /** Loads texts that go by the names of files. */
  public static LoadResult loadTexts(Map<String, String> textByName) {
    return load(Sources.ofTexts(textByName));
  }

  /** Loads the rules in some files in which somebody else may look for something else. */
  public static LoadResult load(Sources sources) {
    var catalogues = new ArrayList<SourceFile>();
    var ruleFiles = new ArrayList<SourceFile>();
    sources.files().forEach(each -> (isCatalogue(each) ? catalogues : ruleFiles).add(each));
    MetricCatalogue catalogue = CatalogueParser.shippedWith(catalogues);
    var parser = new RuleParser(catalogue);
    var rules = new ArrayList<AlertRule>();
    for (SourceFile file : ruleFiles) {
      sources.documents(file).forEach(each -> document(each, parser, file, rules));
    }
    boolean sound = sources.findings().problemCount() == 0;
    return new LoadResult(
        sound ? RuleSet.of(rules) : RuleSet.EMPTY,
        sources.problems(),
        sources.notices(),
        sources.files().size());
  }

  /** The names of the sections that hold rules. */
  public static List<String> sections() {
    return RuleKeys.SECTIONS;
  }

  /** Whether a file extends the metric catalogue, and has nothing else in it. */
  public static boolean isCatalogue(SourceFile file) {
    return file.name().equals(CatalogueParser.FILE_NAME);
  }

  /**
   * Reads one rule as {@link RuleJson} writes it; YAML will do.
   *
   * @param origin what problems name as the file
   * @throws InvalidRuleException with all that is wrong with it
   */
  public static AlertRule parseRule(String origin, String json) {
    var findings = new Findings();
    var file = new SourceFile(origin, json, findings);
    var rules = new ArrayList<AlertRule>();
    var parser = new RuleParser(CatalogueParser.shipped());
    List<Node> documents = YamlDocuments.read(file);
    if (documents.size() == 1) {
      rule(documents.get(0), parser, file, rules);
    } else if (findings.problemCount() == 0) {
      file.problem(1, 1, "expected one rule, not " + documents.size());
    }
    if (findings.problemCount() > 0) {
      throw new InvalidRuleException(findings.problems(List.of(file)));
    }
    return rules.get(0);
  }

  private static void document(
      MappingNode document, RuleParser parser, SourceFile file, List<AlertRule> rules) {
    for (NodeTuple entry : document.getValue()) {
      String section = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
      if (RuleKeys.SECTIONS.contains(section)) {
        RuleKeys.RULES.check(entry.getValueNode(), section, file);
        if (file.findings().isSound(entry.getValueNode())) {
          file.soundItems(entry.getValueNode()).forEach(each -> rule(each, parser, file, rules));
        }
      } else {
        String hint = Nearest.hint(section, RuleKeys.SECTIONS);
        if (!hint.isEmpty()) {
          file.notice(entry.getKeyNode(), "section \"" + section + "\" is not read" + hint);
        }
      }
    }
  }

  private static void rule(Node node, RuleParser parser, SourceFile file, List<AlertRule> rules) {
    if (!(node instanceof MappingNode)) {
      file.problem(node, "a rule must be a mapping, not " + Nodes.describe(node));
      return;
    }
    AlertRule rule = parser.parse(node, file);
    if (rule != null) {
      rules.add(rule);
    }
  }
}
