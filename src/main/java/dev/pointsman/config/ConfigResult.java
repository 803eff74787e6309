package dev.pointsman.config;

import dev.pointsman.yaml.Findings;
import dev.pointsman.yaml.Notice;
import dev.pointsman.yaml.Problem;
import dev.pointsman.yaml.SourceFile;
import dev.pointsman.yaml.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A document, or the problems for which there is none; notices in either case. */
public final class ConfigResult {

  private final HighAvailabilityConfig config;
  private final List<SourceFile> files;
  private final List<Problem> problems;
  private final Map<AgentKind, List<Problem>> missing;
  private final List<Outside> outside;
  private final List<Notice> notices;
  private final int sectionCount;

  ConfigResult(HighAvailabilityConfig config, Sources sources, Reading reading, int sectionCount) {
    this.config = config;
    this.files = sources.files();
    this.problems = sources.problems();
    this.missing = reading.missing(files);
    this.outside = List.copyOf(reading.outside());
    this.notices = sources.notices();
    this.sectionCount = sectionCount;
  }

  /** Whether there is a document to use. */
  public boolean succeeded() {
    return problems.isEmpty();
  }

  /**
   * All the sections of all the files.
   *
   * @throws IllegalStateException where there is a problem: then none may be used
   */
  public HighAvailabilityConfig config() {
    if (!problems.isEmpty()) {
      throw new IllegalStateException("the configuration has problems: " + problems);
    }
    return config;
  }

  /** What is wrong, in the order of the files, and within a file of their places. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * What an agent cannot do its work without and the document, right as it is, leaves out; a
   * problem for this agent alone, and for nobody else.
   */
  public List<Problem> missing(AgentKind agent) {
    return missing.getOrDefault(agent, List.of());
  }

  /** The same, and what this machine does not say in the document's place; looks each time. */
  public List<Problem> missing(AgentKind agent, SecretSource.Finder secrets) {
    var all = new ArrayList<Problem>(missing(agent));
    all.addAll(outside(agent, Outside::isLeftOut, secrets));
    return inOrder(all);
  }

  /**
   * The files and variables that the document names for an agent and for which there is no use on
   * this machine; looks at them each time.
   */
  public List<Problem> unusable(AgentKind agent, SecretSource.Finder secrets) {
    return inOrder(outside(agent, each -> !each.isLeftOut(), secrets));
  }

  private List<Problem> outside(
      AgentKind agent, Predicate<Outside> which, SecretSource.Finder secrets) {
    List<Outside> its =
        outside.stream().filter(each -> each.reader() == agent).filter(which).toList();
    return Outside.problems(its, secrets);
  }

  /** All for which an agent must not start on this machine, in order. */
  public List<Problem> obstacles(AgentKind agent, SecretSource.Finder secrets) {
    var all = new ArrayList<Problem>(problems);
    all.addAll(missing(agent, secrets));
    all.addAll(unusable(agent, secrets));
    return inOrder(all);
  }

  /**
   * All for which none of the agents must start on this machine where they run together, in order;
   * what they miss is not among them: they do what is said.
   */
  public List<Problem> obstacles(SecretSource.Finder secrets) {
    var all = new ArrayList<Problem>(problems);
    for (AgentKind agent : AgentKind.values()) {
      all.addAll(unusable(agent, secrets));
    }
    return inOrder(all);
  }

  private List<Problem> inOrder(List<Problem> some) {
    var findings = new Findings();
    some.forEach(findings::add);
    return findings.problems(files);
  }

  /** How something was understood; in the order of the files and their places. */
  public List<Notice> notices() {
    return notices;
  }

  /** How many sections were found, those with problems among them; sections of rules not. */
  public int sectionCount() {
    return sectionCount;
  }

  /** How many files were read, those with problems among them. */
  public int fileCount() {
    return files.size();
  }
}
