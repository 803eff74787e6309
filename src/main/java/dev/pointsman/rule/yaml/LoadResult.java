package dev.pointsman.rule.yaml;

import dev.pointsman.rule.RuleSet;
import dev.pointsman.yaml.Notice;
import dev.pointsman.yaml.Problem;
import java.util.List;

/** Rules, or the problems for which there are none; notices in either case. */
public final class LoadResult {

  private final RuleSet rules;
  private final List<Problem> problems;
  private final List<Notice> notices;
  private final int fileCount;

  LoadResult(RuleSet rules, List<Problem> problems, List<Notice> notices, int fileCount) {
    this.rules = problems.isEmpty() ? rules : RuleSet.EMPTY;
    this.problems = List.copyOf(problems);
    this.notices = List.copyOf(notices);
    this.fileCount = fileCount;
  }

  /** Whether there are rules to use. */
  public boolean succeeded() {
    return problems.isEmpty();
  }

  /**
   * All the rules of all the files.
   *
   * @throws IllegalStateException where there is a problem: then none may be used
   */
  public RuleSet rules() {
    if (!problems.isEmpty()) {
      throw new IllegalStateException("the rules have problems: " + problems);
    }
    return rules;
  }

  /** In the order of the files, and within a file of their places. */
  public List<Problem> problems() {
    return problems;
  }

  /** In the order of the files, and within a file of their places. */
  public List<Notice> notices() {
    return notices;
  }

  /** How many files were read, those with problems among them. */
  public int fileCount() {
    return fileCount;
  }
}
