package dev.pointsman.bench.peer;

import dev.pointsman.bench.candidate.Check;
import dev.pointsman.bench.candidate.CountRule;
import dev.pointsman.job.alerting.RawEvent;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;

/** What the peers with windows share. */
final class Pane {

  static final Duration WINDOW = Duration.ofMillis(CountRule.WINDOW_MILLIS);

  /** How often a window ends: a verdict may come as much later than the reading that decides it. */
  static final Duration SLIDE = Duration.ofSeconds(30);

  /** What is sent to the window: the target, and 1 for a failure or 0; a tuple is cheapest. */
  static final TypeInformation<Tuple2<String, Integer>> SAMPLE =
      Types.TUPLE(Types.STRING, Types.INT);

  private Pane() {}

  /** Kafka's own timestamps, which are those of the events; each partition is in their order. */
  static WatermarkStrategy<RawEvent> watermarks() {
    return WatermarkStrategy.forMonotonousTimestamps();
  }

  /** The checks that a rule looks at. */
  static DataStream<Tuple2<String, Integer>> samples(
      DataStream<Check> checks, CountRule rule, boolean failuresOnly) {
    return checks
        .<Tuple2<String, Integer>>flatMap(
            (check, out) -> {
              if ((check.down() || !failuresOnly) && rule.matches(check)) {
                out.collect(Tuple2.of(check.target(), check.down() ? 1 : 0));
              }
            })
        .returns(SAMPLE);
  }
}
