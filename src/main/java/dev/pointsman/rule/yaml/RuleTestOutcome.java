package dev.pointsman.rule.yaml;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the transitions that a test brought forth compare with those it expects: each expected one
 * must be there, and no other that fires or resolves; one to pending or inactive may be.
 */
public final class RuleTestOutcome {

  private static final int MARK = 2;

  /** One line of the comparison; one side may be missing. */
  private record Line(long at, @Nullable ExpectedTransition expected, @Nullable Transition actual) {

    boolean agrees() {
      return expected != null && actual != null;
    }

    String left() {
      return expected == null ? "" : (agrees() ? "  " : "- ") + expected;
    }

    String right() {
      return actual == null ? "" : (agrees() ? "  " : "+ ") + text(actual);
    }
  }

  private final List<Line> lines;

  private RuleTestOutcome(List<Line> lines) {
    this.lines = lines;
  }

  /** Compares; the order of {@code actual} does not matter. */
  public static RuleTestOutcome of(RuleTest test, List<Transition> actual) {
    var lines = new ArrayList<Line>();
    var left = new ArrayList<>(actual);
    for (ExpectedTransition expected : test.expected()) {
      Transition found = left.stream().filter(expected::matches).findFirst().orElse(null);
      left.remove(found);
      lines.add(new Line(expected.at(), expected, found));
    }
    for (Transition each : left) {
      if (each.state() == AlertStatus.FIRING || each.state() == AlertStatus.RESOLVED) {
        lines.add(new Line(each.at(), null, each));
      }
    }
    lines.sort(Comparator.comparingLong(Line::at));
    return new RuleTestOutcome(lines);
  }

  /** Whether what happened is what was expected. */
  public boolean passed() {
    return lines.stream().allMatch(Line::agrees);
  }

  /**
   * Expected and actual side by side, a transition a line, in order of time; {@code -} marks what
   * did not happen, {@code +} what should not have.
   */
  public String render() {
    int width = "expected".length() + MARK;
    for (Line line : lines) {
      width = Math.max(width, line.left().length());
    }
    String format = "%-" + width + "s | %s";
    var text = new StringBuilder(String.format(format, "  expected", "  actual"));
    for (Line line : lines) {
      text.append('\n').append(String.format(format, line.left(), line.right()).stripTrailing());
    }
    if (lines.isEmpty()) {
      text.append('\n').append(String.format(format, "  nothing", "  nothing"));
    }
    return text.append('\n').toString();
  }

  private static String text(Transition transition) {
    return new ExpectedTransition(
            transition.at(),
            transition.alert(),
            transition.state(),
            transition.labels(),
            transition.value(),
            transition.reason(),
            transition.startsAt(),
            transition.endsAt())
        .toString();
  }
}
