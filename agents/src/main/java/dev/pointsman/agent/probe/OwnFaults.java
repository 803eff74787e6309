package dev.pointsman.agent.probe;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps checks from running that is no target's fault: logged once when the first check has
 * it, and once when none has it any more. Only the network's loop touches it.
 */
final class OwnFaults {

  private static final Logger LOG = LoggerFactory.getLogger(OwnFaults.class);

  private final ProbeTelemetry telemetry;
  private final Handover handover;
  private final Map<String, Integer> checksByFault = new HashMap<>();

  OwnFaults(ProbeTelemetry telemetry, Handover handover) {
    this.telemetry = telemetry;
    this.handover = handover;
  }

  /** A run of a probe ended with a fault, or without one, where the run before did so. */
  void change(Probe probe, @Nullable Outcome before, @Nullable Outcome now) {
    if (now != null) {
      telemetry.faulty(now.reason(), 1);
      String fault = Objects.requireNonNull(now.error());
      if (checksByFault.merge(fault, 1, Integer::sum) == 1) {
        handover.log(() -> logBegin(probe, fault));
      }
    }
    if (before != null) {
      telemetry.faulty(before.reason(), -1);
      String fault = Objects.requireNonNull(before.error());
      if (checksByFault.merge(fault, -1, Integer::sum) == 0) {
        checksByFault.remove(fault);
        handover.log(() -> LOG.info("no check is kept from running any more by: {}", fault));
      }
    }
  }

  private static void logBegin(Probe probe, String fault) {
    LOG.warn(
        "{} of {} in {}, if not others too, cannot run, and nothing is told of the target: {}",
        probe.name(),
        probe.check().target(),
        probe.region(),
        fault);
  }

  /** Other checks run from now on. */
  void forget() {
    checksByFault.clear();
    telemetry.noneFaulty();
  }
}
