package dev.pointsman.rule.yaml;

import dev.pointsman.yaml.Findings;
import dev.pointsman.yaml.Problem;
import dev.pointsman.yaml.SourceFile;
import dev.pointsman.yaml.SourceTree;
import dev.pointsman.yaml.YamlDocuments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Loads tests of rules, and reports every problem of every file. */
public final class RuleTestLoader {

  private RuleTestLoader() {}

  /**
   * What was loaded.
   *
   * @param files those in which nothing is wrong
   */
  public record Result(List<RuleTestFile> files, List<Problem> problems) {

    public Result {
      files = List.copyOf(files);
      problems = List.copyOf(problems);
    }
  }

  /** Loads files, and of folders all {@code *.test.yaml} and {@code *.test.yml} below them. */
  public static Result load(Collection<Path> paths) {
    var findings = new Findings();
    return load(SourceTree.testFiles(paths, findings), findings, Files::exists);
  }

  /** Loads texts that go by the names of files; their rule files are not looked for. */
  public static Result loadTexts(Map<String, String> textByName) {
    var findings = new Findings();
    var files = new ArrayList<SourceFile>();
    textByName.forEach((name, text) -> files.add(new SourceFile(name, text, findings)));
    return load(files, findings, ruleFile -> true);
  }

  private static Result load(
      List<SourceFile> sources, Findings findings, Predicate<Path> ruleFileExists) {
    var files = new ArrayList<RuleTestFile>();
    for (SourceFile source : sources) {
      RuleTestFile file = file(source, ruleFileExists);
      if (file != null) {
        files.add(file);
      }
    }
    return new Result(files, findings.problems(sources));
  }

  private static @Nullable RuleTestFile file(SourceFile source, Predicate<Path> ruleFileExists) {
    int before = source.findings().problemCount();
    List<Node> documents = YamlDocuments.read(source);
    RuleTestFile file = null;
    if (documents.size() == 1) {
      file = RuleTestParser.parse(documents.get(0), source, ruleFileExists);
    } else if (source.findings().problemCount() == before) {
      source.problem(1, 1, "expected one YAML document with tests, not " + documents.size());
    }
    return source.findings().problemCount() == before ? file : null;
  }
}
