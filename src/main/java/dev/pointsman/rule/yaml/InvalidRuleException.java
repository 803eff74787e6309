package dev.pointsman.rule.yaml;

import dev.pointsman.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Says that a single rule cannot be used, with all of its problems. */
public final class InvalidRuleException extends RuntimeException {

  private final transient List<Problem> problems;

  InvalidRuleException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
