package dev.pointsman.bench.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate was measured with.
 *
 * @param name unique among all candidates; stays the same from run to run
 * @param kind floor, peer or pointsman
 * @param tells what the candidate can tell of a group; null where it decides nothing
 * @param rules how many; 0 where it decides nothing
 * @param rulesPerEvent how many of them an event concerns
 * @param groups of each rule, over all rules together
 * @param checkpointIntervalMs between checkpoints; null for none
 */
public record Setup(
    String name,
    Kind kind,
    @Nullable Tells tells,
    int rules,
    int rulesPerEvent,
    int groups,
    int seriesPerGroup,
    String backend,
    @Nullable Integer checkpointIntervalMs) {

  /** What a candidate is there for. */
  public enum Kind {
    /** Reads, and decides nothing: nobody can be faster. */
    FLOOR,
    /** Decides as somebody else would write it. */
    PEER,
    POINTSMAN;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a candidate can tell of a group. */
  public enum Tells {
    /** That it fails, and that it no longer does. */
    FIRING_AND_RESOLVED,
    /** That it fails; it does not look at checks that succeed. */
    FIRING;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
