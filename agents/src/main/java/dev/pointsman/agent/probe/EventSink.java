package dev.pointsman.agent.probe;

/** Where what the probes found goes. */
@FunctionalInterface
public interface EventSink {

  /** Takes the event and soon returns; called by one thread at a time. */
  void accept(HealthCheckEvent event);
}
