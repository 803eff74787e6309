package dev.pointsman.rule.yaml;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The problems and notices of a load, in the order they were found, each once. */
final class Findings {

  private final List<Problem> problems = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();

  void add(Problem problem) {
    problems.add(problem);
  }

  void add(Notice notice) {
    notices.add(notice);
  }

  /** How often a problem was found; one that an alias leads to again counts again. */
  int problemCount() {
    return problems.size();
  }

  List<Problem> problems() {
    return new ArrayList<>(new LinkedHashSet<>(problems));
  }

  List<Notice> notices() {
    return new ArrayList<>(new LinkedHashSet<>(notices));
  }
}
