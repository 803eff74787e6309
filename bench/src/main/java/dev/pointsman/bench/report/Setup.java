package dev.pointsman.bench.report;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.pointsman.bench.recording.Fleet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate was measured with.
 *
 * @param name unique among all candidates; stays the same from run to run
 * @param kind floor, peer or pointsman
 * @param limits what a peer cannot do that the rules ask for; null for nothing
 * @param rules how many; 0 where it decides nothing
 * @param rulesPerEvent how many of them an event concerns
 * @param groups how many the readings fall into
 * @param failsOneIn one check in so many fails alone
 * @param checkpointIntervalMs between checkpoints; null for none
 */
public record Setup(
    String name,
    Kind kind,
    @Nullable String limits,
    int rules,
    int rulesPerEvent,
    int groups,
    int seriesPerGroup,
    int failsOneIn,
    String backend,
    @Nullable Integer checkpointIntervalMs) {

  /** Over a fleet that is well. */
  public Setup(
      String name,
      Kind kind,
      @Nullable String limits,
      int rules,
      int rulesPerEvent,
      int groups,
      int seriesPerGroup,
      String backend,
      @Nullable Integer checkpointIntervalMs) {
    this(
        name,
        kind,
        limits,
        rules,
        rulesPerEvent,
        groups,
        seriesPerGroup,
        Fleet.WELL,
        backend,
        checkpointIntervalMs);
  }

  /** The same where one check in so many fails, as its name then says. */
  public Setup failing(int oneIn) {
    return new Setup(
        "%s, 1 in %d fails".formatted(name, oneIn),
        kind,
        limits,
        rules,
        rulesPerEvent,
        groups,
        seriesPerGroup,
        oneIn,
        backend,
        checkpointIntervalMs);
  }

  public int series() {
    return groups * seriesPerGroup;
  }

  /** What a candidate is there for. */
  public enum Kind {
    /** Reads, and decides nothing. */
    FLOOR,
    /** Decides as somebody else would write it. */
    PEER,
    POINTSMAN;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
