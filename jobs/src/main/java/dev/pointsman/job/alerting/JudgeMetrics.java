package dev.pointsman.job.alerting;

import dev.pointsman.alert.Reason;
import dev.pointsman.alert.Transition;
import dev.pointsman.window.Intake;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** What the deciding operator tells of itself. */
final class JudgeMetrics implements Consumer<Intake> {

  private static final int LATENCY_SAMPLES = 1000;

  private final MetricGroup metrics;
  private final Counter readings;
  private final Counter late;
  private final Counter duplicate;
  private final Histogram latency;
  private final Map<String, Counter> transitions = new HashMap<>();
  private long groups;

  JudgeMetrics(MetricGroup metrics, long groups) {
    this.metrics = metrics;
    this.groups = groups;
    readings = metrics.counter("readingsTakenIn");
    late = metrics.counter("readingsLate");
    duplicate = metrics.counter("readingsDuplicate");
    latency =
        metrics.histogram(
            "readingToTransitionMillis", new DescriptiveStatisticsHistogram(LATENCY_SAMPLES));
    metrics.gauge("groups", () -> this.groups);
  }

  void ruleVersion(LongSupplier version) {
    metrics.gauge("ruleVersion", version::getAsLong);
  }

  @Override
  public void accept(Intake intake) {
    switch (intake) {
      case NEW -> readings.inc();
      case DUPLICATE -> duplicate.inc();
      case LATE -> late.inc();
    }
  }

  void groupAdded() {
    groups++;
  }

  /**
   * Counts a transition.
   *
   * @param millis from the reading's timestamp until now
   */
  void transition(Transition transition, long millis) {
    transitions
        .computeIfAbsent(
            transition.alert() + '/' + transition.state().text(), name -> counter(transition))
        .inc();
    if (transition.reason() == Reason.CONDITION) {
      latency.update(millis);
    }
  }

  private Counter counter(Transition transition) {
    return metrics
        .addGroup("rule", transition.alert())
        .addGroup("state", transition.state().text())
        .counter("transitions");
  }
}
