package dev.pointsman.bench.candidate;

import dev.pointsman.job.alerting.RawEvent;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Something that decides by rules, each target for itself. */
public interface Decider {

  /** What it needs of time. */
  WatermarkStrategy<RawEvent> watermarks();

  /** Puts its operators behind the events. */
  DataStream<Decision> decide(DataStream<RawEvent> events, List<CountRule> rules);
}
