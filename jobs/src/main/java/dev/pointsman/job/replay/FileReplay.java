package dev.pointsman.job.replay;

import dev.pointsman.job.alerting.RejectedEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of the replay of a file. The transitions are read from where they were sorted, one
 * after another; none is held. For one thread.
 */
public final class FileReplay implements AutoCloseable {

  private final long events;
  private final Map<String, Long> rejected;
  private final List<RejectedEvent> firstRejected;
  private final MergedRuns lines;
  private long transitions;

  FileReplay(
      long events,
      Map<String, Long> rejected,
      List<RejectedEvent> firstRejected,
      MergedRuns lines) {
    this.events = events;
    this.rejected = rejected;
    this.firstRejected = firstRejected;
    this.lines = lines;
  }

  /** How many events there were, rejected ones included. */
  public long events() {
    return events;
  }

  /** How many events were rejected for each reason. */
  public Map<String, Long> rejected() {
    return rejected;
  }

  /** A few of the rejected events, in the order of the file. */
  public List<RejectedEvent> firstRejected() {
    return firstRejected;
  }

  /**
   * The next transition in {@link Replay#ORDER}, as one JSON object in UTF-8 without a line end;
   * null after the last.
   */
  public byte @Nullable [] next() throws IOException {
    Line line = lines.next();
    if (line == null) {
      return null;
    }
    transitions++;
    return line.json();
  }

  /** How many transitions {@link #next} has given. */
  public long transitions() {
    return transitions;
  }

  @Override
  public void close() {
    lines.close();
  }
}
