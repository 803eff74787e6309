package dev.pointsman.cli.agent;

import dev.pointsman.agent.AgentPart;
import dev.pointsman.cli.Counted;
import java.util.ArrayList;
import java.util.List;

/** What the parts of an agent look at, in lines for people: all of it where that is not much. */
public final class PartLines {

  /** Beyond this many, checks are counted and not listed. */
  private static final int MAX_LISTED = 20;

  private static final String INDENT = " ".repeat(15);

  private PartLines() {}

  /** For each part how many checks or listeners it has, and then which. */
  public static List<String> of(List<AgentPart> parts) {
    var lines = new ArrayList<String>();
    for (AgentPart part : parts) {
      List<String> checks = part.describe();
      lines.add(
          "%-14s %s"
              .formatted(
                  part.name(), Counted.of(checks.size(), part.listens() ? "listener" : "check")));
      checks.stream().limit(MAX_LISTED).forEach(each -> lines.add(INDENT + each));
      if (checks.size() > MAX_LISTED) {
        lines.add(INDENT + "and " + (checks.size() - MAX_LISTED) + " more");
      }
    }
    return lines;
  }
}
