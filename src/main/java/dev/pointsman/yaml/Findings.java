package dev.pointsman.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** The problems and notices of a load. */
public final class Findings {

  private final List<Problem> problems = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final Set<Node> unsound = Collections.newSetFromMap(new IdentityHashMap<>());

  public void add(Problem problem) {
    problems.add(problem);
  }

  /** Adds a problem of a value, which {@link #isSound} then knows. */
  public void add(Problem problem, Node unsoundNode) {
    problems.add(problem);
    unsound.add(unsoundNode);
  }

  /** Whether no problem was reported of just this node, whatever of those within it. */
  public boolean isSound(Node node) {
    return !unsound.contains(node);
  }

  public void add(Notice notice) {
    notices.add(notice);
  }

  /** How often a problem was found; one that an alias leads to again counts again. */
  public int problemCount() {
    return problems.size();
  }

  /** Each once, in the order of the files and then of the places; of no file, first. */
  public List<Problem> problems(List<SourceFile> files) {
    return problems.stream()
        .distinct()
        .sorted(
            Comparator.comparing(Problem::path, orderOf(files))
                .thenComparing(Problem::line)
                .thenComparing(Problem::column))
        .toList();
  }

  /** As {@link #problems}. */
  public List<Notice> notices(List<SourceFile> files) {
    return notices.stream()
        .distinct()
        .sorted(
            Comparator.comparing(Notice::path, orderOf(files))
                .thenComparing(Notice::line)
                .thenComparing(Notice::column))
        .toList();
  }

  private static Comparator<String> orderOf(List<SourceFile> files) {
    Map<String, Integer> place = new HashMap<>();
    files.forEach(each -> place.putIfAbsent(each.path(), place.size()));
    return Comparator.comparing(path -> place.getOrDefault(path, -1));
  }
}
