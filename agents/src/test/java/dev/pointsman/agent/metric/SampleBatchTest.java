package dev.pointsman.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.config.MetricFilter;
import dev.pointsman.event.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleBatchTest {

  private static final Instant NOW = Instant.ofEpochMilli(1_763_700_000_000L);
  private static final Labels LABELS = Labels.of("job", "api");

  private final SampleBatch batch =
      new SampleBatch(MetricSelection.EVERYTHING, labels -> labels, NOW);

  @Test
  void aSampleIsAnEventWithItsOwnTime() {
    long at = NOW.toEpochMilli() - 3_600_000;
    assertThat(batch.add(new Sample("up", LABELS, 1, at))).isEqualTo(Verdict.TAKEN);
    assertThat(told()).containsExactly(MetricEvent.of("up", LABELS, 1, Instant.ofEpochMilli(at)));
  }

  @Test
  void whatIsNoNumberIsNoEvent() {
    double stale = Double.longBitsToDouble(Sample.STALE_BITS);
    assertThat(add(stale)).isEqualTo(Verdict.STALE_MARKER);
    assertThat(add(Double.NaN)).isEqualTo(Verdict.NOT_FINITE);
    assertThat(add(Double.NEGATIVE_INFINITY)).isEqualTo(Verdict.NOT_FINITE);
    assertThat(add(Double.MAX_VALUE)).isEqualTo(Verdict.TAKEN);
    assertThat(told()).hasSize(1);
  }

  @Test
  void aTimeThatTheAlertingJobWouldRejectIsNotSent() {
    long now = NOW.toEpochMilli();
    assertThat(at(now + 10_000)).isEqualTo(Verdict.TAKEN);
    assertThat(at(now + 10_001)).isEqualTo(Verdict.IN_THE_FUTURE);
    assertThat(at(946_684_800_000L)).isEqualTo(Verdict.TAKEN);
    assertThat(at(946_684_799_999L)).isEqualTo(Verdict.TOO_OLD);
    assertThat(at(now / 1000)).isEqualTo(Verdict.TOO_OLD);
  }

  @Test
  void labelsThatNoEventMayHaveAreNotSent() {
    Labels longest = Labels.of("a", "x".repeat(16_384 - 1 - 2));
    assertThat(batch.add(new Sample("up", longest, 1, NOW.toEpochMilli())))
        .isEqualTo(Verdict.TAKEN);
    assertThat(batch.add(new Sample("up2", longest, 1, NOW.toEpochMilli())))
        .isEqualTo(Verdict.TOO_LONG);
  }

  @Test
  void eachFateIsCounted() {
    var selection =
        new MetricSelection(
            new MetricFilter(List.of("up"), List.of(), Map.of(), List.of(), Map.of()));
    var kept = new SampleBatch(selection, labels -> labels, NOW);
    kept.add(new Sample("up", LABELS, 1, NOW.toEpochMilli()));
    kept.add(new Sample("up", LABELS, Double.NaN, NOW.toEpochMilli()));
    kept.add(new Sample("other", LABELS, Double.NaN, NOW.toEpochMilli()));
    kept.add(new Sample("other", LABELS, 1, NOW.toEpochMilli()));
    assertThat(kept.size()).isEqualTo(4);

    assertThat(kept.counts())
        .isEqualTo(Map.of(Verdict.TAKEN, 1, Verdict.NOT_FINITE, 1, Verdict.NOT_SELECTED, 2));
  }

  private Verdict add(double value) {
    return batch.add(new Sample("up", LABELS, value, NOW.toEpochMilli()));
  }

  private Verdict at(long timestamp) {
    return batch.add(new Sample("up", LABELS, 1, timestamp));
  }

  private List<AgentEvent> told() {
    var told = new ArrayList<AgentEvent>();
    batch.tell(told::add);
    return told;
  }
}
