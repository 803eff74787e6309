package dev.pointsman.agent.probe;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Duration;

/** What the prober tells of itself to Prometheus. */
final class ProbeTelemetry {

  private static final double NANOS = 1e9;
  private static final double[] SHORT = {
    0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5
  };
  private static final double[] LONG = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };

  private final Histogram durations;
  private final Histogram phases;
  private final Counter runs;
  private final Histogram delays;
  private final Gauge running;
  private final Gauge probes;
  private final Gauge blind;
  private final Counter dropped;
  private final Gauge faulty;

  ProbeTelemetry(CollectorRegistry registry) {
    durations =
        Histogram.build(
                "pointsman_agent_probe_duration_seconds", "From the start of a run to its end.")
            .labelNames("type")
            .buckets(LONG)
            .register(registry);
    phases =
        Histogram.build("pointsman_agent_probe_phase_seconds", "How long each phase of a run took.")
            .labelNames("type", "phase")
            .buckets(LONG)
            .register(registry);
    runs =
        Counter.build("pointsman_agent_probe_runs_total", "Runs that ended, by why.")
            .labelNames("type", "reason")
            .register(registry);
    delays =
        Histogram.build(
                "pointsman_agent_probe_start_delay_seconds",
                "How long after it was due a run began.")
            .buckets(SHORT)
            .register(registry);
    running =
        Gauge.build("pointsman_agent_probe_running", "Runs that have not ended.")
            .register(registry);
    probes = Gauge.build("pointsman_agent_probes", "Probes on schedule.").register(registry);
    blind =
        Gauge.build("pointsman_agent_probe_blind", "1 while no target at all answers.")
            .register(registry);
    dropped =
        Counter.build(
                "pointsman_agent_probe_results_dropped_total",
                "Results that were not told, by why.")
            .labelNames("reason")
            .register(registry);
    faulty =
        Gauge.build(
                "pointsman_agent_probe_checks_faulty",
                "Checks that a fault of the agent itself, or its name servers, keeps from running.")
            .labelNames("reason")
            .register(registry);
    dropped.labels("blind");
    dropped.labels("sink");
  }

  void scheduled(int count) {
    probes.inc(count);
  }

  void started(Duration late) {
    delays.observe(Math.max(0, late.toNanos() / NANOS));
  }

  void began() {
    running.inc();
  }

  void ended(String type, Attempt attempt, Outcome outcome) {
    running.dec();
    durations.labels(type).observe(attempt.elapsed().toNanos() / NANOS);
    runs.labels(type, outcome.reason().label()).inc();
    attempt
        .phases()
        .forEach(
            (phase, took) -> phases.labels(type, phase.label()).observe(took.toNanos() / NANOS));
  }

  void droppedBlind(int count) {
    dropped.labels("blind").inc(count);
  }

  void droppedBySink(int count) {
    dropped.labels("sink").inc(count);
  }

  void faulty(String reason, int more) {
    faulty.labels(reason).inc(more);
  }

  void noneFaulty() {
    faulty.clear();
  }

  boolean isBlind() {
    return blind.get() != 0;
  }

  void blind(boolean now) {
    blind.set(now ? 1 : 0);
  }
}
