package dev.pointsman.agent.collect;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Duration;
import java.util.Locale;

/** How rounds went, by the kind of collector, for Prometheus. */
final class PollerMetrics {

  /** How a round ended. */
  enum Outcome {
    OK,
    FAILED,
    TIMEOUT,
    /** The agent itself could not ask. */
    NOT_ASKED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final double NANOS_PER_SECOND = 1e9;

  private final Counter rounds;
  private final Counter overdue;
  private final Histogram seconds;
  private final Gauge blind;
  private final Counter dropped;
  private final Gauge faulty;

  PollerMetrics(CollectorRegistry registry) {
    rounds =
        Counter.build("pointsman_agent_collect_rounds_total", "Rounds of collectors that ended.")
            .labelNames("collector", "outcome")
            .register(registry);
    overdue =
        Counter.build(
                "pointsman_agent_collect_overdue_total",
                "Rounds that were left out because the one before had not ended.")
            .labelNames("collector")
            .register(registry);
    seconds =
        Histogram.build("pointsman_agent_collect_seconds", "How long rounds of collectors took.")
            .labelNames("collector")
            .buckets(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
            .register(registry);
    blind =
        Gauge.build("pointsman_agent_collect_blind", "1 while no system at all answers.")
            .register(registry);
    dropped =
        Counter.build(
                "pointsman_agent_collect_dropped_blind_total",
                "Events that were not told because they say nothing while the agent is blind.")
            .register(registry);
    faulty =
        Gauge.build(
                "pointsman_agent_collect_faulty",
                "Collectors that a fault of the agent itself keeps from asking.")
            .labelNames("reason")
            .register(registry);
  }

  void faulty(String reason, int more) {
    faulty.labels(reason).inc(more);
  }

  void blind(boolean now) {
    blind.set(now ? 1 : 0);
  }

  void droppedBlind(int count) {
    dropped.inc(count);
  }

  void ended(String collector, Outcome outcome, Duration took) {
    rounds.labels(collector, outcome.label()).inc();
    seconds.labels(collector).observe(took.toNanos() / NANOS_PER_SECOND);
  }

  void overdue(String collector) {
    overdue.labels(collector).inc();
  }
}
