package dev.pointsman.rule.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** The problems and notices of a load, in the order they were found, each once. */
final class Findings {

  private final List<Problem> problems = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final Set<Node> unsound = Collections.newSetFromMap(new IdentityHashMap<>());

  void add(Problem problem) {
    problems.add(problem);
  }

  /** Adds a problem of a value, which {@link #isSound} then knows. */
  void add(Problem problem, Node unsoundNode) {
    problems.add(problem);
    unsound.add(unsoundNode);
  }

  /** Whether no problem was reported of just this node, whatever of those within it. */
  boolean isSound(Node node) {
    return !unsound.contains(node);
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
