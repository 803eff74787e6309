package dev.pointsman.agent.probe;

/** Where what the probes found goes. */
@FunctionalInterface
public interface EventSink {

  /**
   * Takes the event, and may wait for the place where it goes; called by one thread at a time. What
   * comes meanwhile waits with {@link Prober}.
   */
  void accept(HealthCheckEvent event);
}
