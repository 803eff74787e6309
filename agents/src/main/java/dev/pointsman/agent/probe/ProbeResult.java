package dev.pointsman.agent.probe;

import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.event.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a probe found.
 *
 * @param at when the run ended
 */
public record ProbeResult(Probe probe, Outcome outcome, Instant at) {

  /**
   * All that is to be told.
   *
   * @param healthy the state by the probe's thresholds, null where none is known
   */
  List<AgentEvent> events(@Nullable Boolean healthy) {
    if (probe.tells() == Probe.Tells.MEASUREMENTS) {
      return measurements();
    }
    var events = new ArrayList<AgentEvent>();
    events.add(verdict());
    if (healthy != null) {
      events.add(MetricEvent.of("health_state", probe.labels(), healthy ? 1 : 0, at));
    }
    events.addAll(measurements());
    return events;
  }

  /** Whether it is up, and why not: also where that is told to nobody but who asks for it. */
  HealthCheckEvent verdict() {
    String error = outcome.error();
    return new HealthCheckEvent(
        probe.name(),
        probe.check().target(),
        probe.region(),
        probe.observer(),
        outcome.up(),
        outcome.latency(),
        isOfTarget() ? error : HealthCheckEvent.NOT_ASKED + error,
        at);
  }

  /** Whether it says something of the target: nobody may be told else that it is down. */
  boolean isOfTarget() {
    return outcome.reason().about() == Reason.About.TARGET;
  }

  List<AgentEvent> measurements() {
    if (!isOfTarget()) {
      return List.of();
    }
    var events = new ArrayList<AgentEvent>();
    Labels labels = probe.labels();
    for (Finding finding : outcome.findings()) {
      events.add(
          MetricEvent.of(finding.metric(), labels.with(finding.labels()), finding.value(), at));
    }
    return events;
  }
}
