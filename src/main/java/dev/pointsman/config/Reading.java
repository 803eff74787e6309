package dev.pointsman.config;

import dev.pointsman.yaml.Findings;
import dev.pointsman.yaml.Nearest;
import dev.pointsman.yaml.Problem;
import dev.pointsman.yaml.SourceFile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** What sections learn of each other while a document is read, and what agents find missing. */
final class Reading {

  /** A region, where it stands, and what is relative to the base URL that it lacks. */
  private record Known(Region region, Block block, Set<String> relative) {}

  /** A check of another section than health_checks, and where it is. */
  private record Elsewhere(HealthCheck check, String place) {}

  /** Whether the names of regions can be relied on. */
  private enum Names {
    NO_SECTION,
    SOME_WRONG,
    ALL_KNOWN
  }

  private final Map<AgentKind, Findings> missing = new EnumMap<>(AgentKind.class);
  private final List<Elsewhere> elsewhere = new ArrayList<>();
  private final List<Outside> outside = new ArrayList<>();
  private final Map<String, Known> regions = new LinkedHashMap<>();
  private Names names = Names.NO_SECTION;
  private Regions.@Nullable FailoverCheck failoverCheck;

  /** Tells a region to the sections that come later. */
  void know(Region region, Block block) {
    regions.put(region.name(), new Known(region, block, new LinkedHashSet<>()));
  }

  /** Tells whether those are all, with nothing wrong. */
  void knowAllRegions(boolean sound) {
    names = sound ? Names.ALL_KNOWN : Names.SOME_WRONG;
  }

  /** Tells how regions are checked to the sections that come later. */
  void know(Regions.FailoverCheck check) {
    failoverCheck = check;
  }

  /** How regions are checked, where the document says so. */
  Regions.@Nullable FailoverCheck failoverCheck() {
    return failoverCheck;
  }

  /** Tells checks to the section health_checks. */
  void know(List<HealthCheck> checks, String place) {
    checks.forEach(each -> elsewhere.add(new Elsewhere(each, place)));
  }

  /** Reports checks that could not be told from one of another section. */
  void requireDifferent(Block block, List<HealthCheck> checks) {
    elsewhere.stream()
        .filter(each -> checks.stream().anyMatch(each.check()::contradicts))
        .findFirst()
        .ifPresent(
            each ->
                block.problem(
                    "name",
                    "there is another check \"%s\" of %s at %s; another name is needed"
                        .formatted(
                            each.check().name(), each.check().target().address(), each.place())));
  }

  /** What is wrong with the name of a region, or null where nothing is, or that is not known. */
  @Nullable String regionComplaint(String name) {
    if (names != Names.ALL_KNOWN || regions.containsKey(name)) {
      return null;
    }
    String hint = Nearest.hint(name, regions.keySet());
    return "no region is called \""
        + name
        + '"'
        + (hint.isEmpty() ? ";" : hint)
        + " the regions are "
        + String.join(", ", regions.keySet());
  }

  /**
   * The regions with a base URL to which something is relative; for those without one, that is
   * missing for probing.
   *
   * @param key whose value is relative
   * @param only the region that is meant, or null for all of them
   * @param what what people would call it, such as its path
   */
  List<Region> placesOf(Block block, String key, @Nullable String only, String what) {
    if (names == Names.NO_SECTION) {
      block.missing(
          AgentKind.PROBE, key, "the section regions, with a base_url in each region, for " + what);
    }
    return regions.values().stream()
        .filter(each -> only == null || each.region().name().equals(only))
        .filter(
            each -> {
              if (each.region().baseUrl() == null) {
                each.relative().add(what);
              }
              return each.region().baseUrl() != null;
            })
        .map(Known::region)
        .toList();
  }

  /** Whether every region has a base URL, and no region one of https. */
  boolean speaksHttpAlone() {
    return !regions.isEmpty()
        && regions.values().stream()
            .map(each -> each.region().baseUrl())
            .allMatch(each -> each != null && !each.getScheme().equalsIgnoreCase("https"));
  }

  /** Tells what an agent needs; {@code needed} goes on after "needs". */
  void missing(AgentKind agent, SourceFile file, Node at, String needed) {
    missing
        .computeIfAbsent(agent, each -> new Findings())
        .add(file.problemAt(at, agent.command() + " needs " + needed));
  }

  /** Tells what an agent has to find outside of the document. */
  void outside(Outside named) {
    outside.add(named);
  }

  /** What is named and outside of the document. */
  List<Outside> outside() {
    return outside;
  }

  /** What agents need and the document leaves out, in order; once all sections are read. */
  Map<AgentKind, List<Problem>> missing(List<SourceFile> files) {
    for (Known each : regions.values()) {
      if (!each.relative().isEmpty()) {
        each.block()
            .missing(
                AgentKind.PROBE,
                "name",
                "the base_url of %s, for %s"
                    .formatted(each.region().name(), String.join(", ", each.relative())));
      }
    }
    var ordered = new EnumMap<AgentKind, List<Problem>>(AgentKind.class);
    missing.forEach((agent, findings) -> ordered.put(agent, findings.problems(files)));
    return ordered;
  }
}
