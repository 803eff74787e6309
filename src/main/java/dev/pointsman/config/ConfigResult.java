package dev.pointsman.config;

import dev.pointsman.yaml.Notice;
import dev.pointsman.yaml.Problem;
import java.util.List;
import java.util.Map;

/** A document, or the problems for which there is none; notices in either case. */
public final class ConfigResult {

  private final HighAvailabilityConfig config;
  private final List<Problem> problems;
  private final Map<AgentKind, List<Problem>> missing;
  private final List<Notice> notices;
  private final int sectionCount;
  private final int fileCount;

  ConfigResult(
      HighAvailabilityConfig config,
      List<Problem> problems,
      Map<AgentKind, List<Problem>> missing,
      List<Notice> notices,
      int sectionCount,
      int fileCount) {
    this.config = config;
    this.problems = List.copyOf(problems);
    this.missing = Map.copyOf(missing);
    this.notices = List.copyOf(notices);
    this.sectionCount = sectionCount;
    this.fileCount = fileCount;
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
    return fileCount;
  }
}
