package dev.pointsman.rule.yaml;

import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.MetricCatalogue;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.yaml.Findings;
import dev.pointsman.yaml.Nearest;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.Notice;
import dev.pointsman.yaml.SourceFile;
import dev.pointsman.yaml.SourceTree;
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
    var findings = new Findings();
    List<Path> notTests = new ArrayList<>();
    for (Path path : paths) {
      Path name = path.getFileName();
      if (name != null && SourceTree.isTest(name.toString())) {
        findings.add(new Notice(path.toString(), 1, 1, "skipped: it holds tests, not rules"));
      } else {
        notTests.add(path);
      }
    }
    return load(SourceTree.ruleFiles(notTests, findings), findings);
  }

  /** Loads texts that go by the names of files. */
  public static LoadResult loadTexts(Map<String, String> textByName) {
    var findings = new Findings();
    var files = new ArrayList<SourceFile>();
    textByName.forEach((name, text) -> files.add(new SourceFile(name, text, findings)));
    return load(files, findings);
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

  private static LoadResult load(List<SourceFile> files, Findings findings) {
    var catalogues = new ArrayList<SourceFile>();
    var ruleFiles = new ArrayList<SourceFile>();
    for (SourceFile file : files) {
      (file.name().equals(CatalogueParser.FILE_NAME) ? catalogues : ruleFiles).add(file);
    }
    MetricCatalogue catalogue = CatalogueParser.shippedWith(catalogues);
    var parser = new RuleParser(catalogue);
    var rules = new ArrayList<AlertRule>();
    for (SourceFile file : ruleFiles) {
      for (Node document : YamlDocuments.read(file)) {
        document(document, parser, file, rules);
      }
    }
    boolean sound = findings.problemCount() == 0;
    return new LoadResult(
        sound ? RuleSet.of(rules) : RuleSet.EMPTY,
        findings.problems(files),
        findings.notices(files),
        files.size());
  }

  private static void document(
      Node document, RuleParser parser, SourceFile file, List<AlertRule> rules) {
    if (!(document instanceof MappingNode mapping)) {
      file.problem(
          document,
          "a rule file must be a mapping with failover_alerts or alerts, not "
              + Nodes.describe(document));
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
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
