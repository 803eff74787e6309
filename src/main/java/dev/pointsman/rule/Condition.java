package dev.pointsman.rule;

import dev.pointsman.event.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a rule, with nothing left out: a bound on an aggregate of the readings that it
 * selects within a window.
 *
 * @param match all of which a reading's labels must match, in the order of their labels
 * @param where which readings {@code count} and {@code consecutive} count
 * @param windowMillis more than 0; {@code (t - window, t]}
 * @param quorum per label, how many distinct values of it the true series must have; empty with
 *     {@link Scope#GROUP}
 */
public record Condition(
    String metric,
    List<Matcher> match,
    Aggregate aggregate,
    Bound where,
    Bound bound,
    long windowMillis,
    Scope per,
    Map<String, Integer> quorum) {

  public Condition {
    match = List.copyOf(match);
    quorum = Map.copyOf(new TreeMap<>(quorum));
    if (windowMillis <= 0) {
      throw new IllegalArgumentException("a window must be longer than 0, not " + windowMillis);
    }
    if (per == Scope.GROUP && !quorum.isEmpty()) {
      throw new IllegalArgumentException("a quorum needs series to count");
    }
  }

  /** Whether the labels of a reading of this condition's metric are what it looks at. */
  public boolean selects(Labels labels) {
    for (Matcher matcher : match) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What a reading has to satisfy for a series of which the condition does not hold to make it hold
   * now or later; null where that may happen without such a reading, as by readings that go.
   */
  public @Nullable Bound trigger() {
    boolean wantsMore =
        bound.comparison() == Comparison.GREATER
            || bound.comparison() == Comparison.GREATER_OR_EQUAL;
    boolean wantsLess =
        bound.comparison() == Comparison.LESS || bound.comparison() == Comparison.LESS_OR_EQUAL;
    return switch (aggregate) {
      case COUNT, CONSECUTIVE -> wantsMore && !bound.holds(0) ? where : null;
      case MAX -> wantsMore ? bound : null;
      case MIN -> wantsLess ? bound : null;
      case LAST, EVERY -> bound;
      case AVG, SUM, INCREASE, RATE, P50, P90, P95, P99 -> null;
    };
  }

  /** How many readings that satisfy its {@link #trigger} it takes in one window, at least. */
  public int triggersNeeded() {
    if (aggregate != Aggregate.COUNT && aggregate != Aggregate.CONSECUTIVE) {
      return 1;
    }
    boolean isReached = bound.comparison() == Comparison.GREATER_OR_EQUAL;
    double least = isReached ? Math.ceil(bound.threshold()) : Math.floor(bound.threshold()) + 1;
    return (int) Math.max(1, least); // beyond an int's range it is the end of that
  }

  /**
   * The same for all conditions that look at the same readings: metric, match and window. Costs a
   * hash: ask once a rule, not once a reading.
   */
  public long readingsIdentity() {
    return hash(metric + match.stream().map(Matcher::toString).sorted().toList() + windowMillis);
  }

  private static long hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
