package dev.pointsman.agent.metric;

import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Samples that came together: events of those that are wanted and can be, and a count of each fate.
 */
public final class SampleBatch {

  /** How far ahead of the clock a timestamp may be; the alerting job's own limit. */
  public static final Duration MAX_AHEAD = Duration.ofSeconds(10);

  private final MetricSelection selection;
  private final UnaryOperator<Labels> naming;
  private final long latest;
  private final List<MetricEvent> events = new ArrayList<>();
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  /**
   * A batch without samples.
   *
   * @param naming gives a series that is taken its final labels
   * @param now by the agent's clock
   */
  public SampleBatch(MetricSelection selection, UnaryOperator<Labels> naming, Instant now) {
    this.selection = selection;
    this.naming = naming;
    this.latest = now.plus(MAX_AHEAD).toEpochMilli();
  }

  /** Takes a sample in, or says why not. */
  public Verdict add(Sample sample) {
    Verdict verdict = judge(sample);
    counts.merge(verdict, 1, Integer::sum);
    return verdict;
  }

  private Verdict judge(Sample sample) {
    String name = selection.nameOf(sample.metric());
    if (name == null) {
      return Verdict.NOT_SELECTED;
    }
    if (sample.isStaleMarker()) {
      return Verdict.STALE_MARKER;
    }
    if (!Double.isFinite(sample.value())) {
      return Verdict.NOT_FINITE;
    }
    if (sample.timestamp() < EventDecoder.EARLIEST) {
      return Verdict.TOO_OLD;
    }
    if (sample.timestamp() > latest) {
      return Verdict.IN_THE_FUTURE;
    }
    Labels labels = naming.apply(selection.labelsOf(sample.labels()));
    if (labels.chars() + name.length() > EventDecoder.MAX_LABEL_CHARS) {
      return Verdict.TOO_LONG;
    }
    events.add(
        MetricEvent.of(name, labels, sample.value(), Instant.ofEpochMilli(sample.timestamp())));
    return Verdict.TAKEN;
  }

  /** How many samples had each fate that any had. */
  public Map<Verdict, Integer> counts() {
    return Map.copyOf(counts);
  }

  public int count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  /** All samples, whatever became of them. */
  public int size() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Offers the events, in the order in which their samples came, up to the first that is not taken;
   * whether all were.
   */
  public boolean offer(EventSink sink) {
    return events.stream().allMatch(sink::offer);
  }

  /** Tells the events, in the order in which their samples came. */
  public void tell(EventSink sink) {
    events.forEach(sink::accept);
  }
}
