package dev.pointsman.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One round of one candidate, from the warm-up mark to the end.
 *
 * @param events that were read in it
 * @param complete whether the recording was read to its end, and not to the time limit only
 * @param cpuSecondsPerMillion of this process, for a million events
 * @param brokerCpuSecondsPerMillion of Kafka's process, for a million events
 * @param allocatedBytesPerEvent on the heap of this process
 */
public record Round(
    long events,
    double seconds,
    boolean complete,
    double cpuSecondsPerMillion,
    double brokerCpuSecondsPerMillion,
    double allocatedBytesPerEvent) {

  @JsonProperty
  public double eventsPerSecond() {
    return events / seconds;
  }
}
