package dev.pointsman.rule.yaml;

import java.nio.file.Path;
import java.util.List;

/**
 * A file of tests and the rules they are about.
 *
 * @param ruleFiles files and folders, found from where the file of tests lies
 */
public record RuleTestFile(String path, List<Path> ruleFiles, List<RuleTest> tests) {

  public RuleTestFile {
    ruleFiles = List.copyOf(ruleFiles);
    tests = List.copyOf(tests);
  }
}
