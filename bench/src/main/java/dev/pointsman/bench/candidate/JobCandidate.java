package dev.pointsman.bench.candidate;

import dev.pointsman.bench.recording.Recording;
import dev.pointsman.bench.report.Setup;
import dev.pointsman.job.alerting.RawEvent;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A Flink job on the shared cluster.
 *
 * @param watermarks what the job needs of time
 * @param topology what the job does with the events, sinks and all
 */
public record JobCandidate(Setup setup, WatermarkStrategy<RawEvent> watermarks, Topology topology)
    implements Candidate {

  /** Puts operators behind the events. */
  @FunctionalInterface
  public interface Topology {

    void define(DataStream<RawEvent> events);
  }

  /** What decides by so many rules as the setup says; nothing is done with its decisions. */
  public static JobCandidate of(Setup setup, Decider decider) {
    List<CountRule> rules = CountRule.rules(setup.rules(), setup.rulesPerEvent());
    return new JobCandidate(
        setup,
        decider.watermarks(),
        events -> decider.decide(events, rules).sinkTo(new DiscardingSink<>()));
  }

  @Override
  public BenchCluster.Job start(BenchCluster cluster, Recording recording) {
    return start(cluster, recording, false);
  }

  /**
   * The same.
   *
   * @param restarts whether it goes on from its last checkpoint after a failure
   */
  public BenchCluster.Job start(BenchCluster cluster, Recording recording, boolean restarts) {
    return cluster.submit(
        setup,
        restarts,
        env -> topology.define(CountedEvents.of(recording, env, watermarks, false)));
  }
}
