package dev.pointsman.bench.peer;

import dev.pointsman.bench.candidate.Check;
import dev.pointsman.bench.candidate.CountRule;
import dev.pointsman.bench.candidate.Decider;
import dev.pointsman.bench.candidate.Decision;
import dev.pointsman.job.alerting.RawEvent;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * The DataStream API's sliding windows: one decoded stream, and a window of its own for each rule,
 * which counts as readings come and tells when a target begins or ceases to fail.
 *
 * @param failuresOnly whether what succeeds is dropped before the shuffle; then nothing tells that
 *     a target no longer fails
 */
public record SlidingWindows(boolean failuresOnly) implements Decider {

  @Override
  public WatermarkStrategy<RawEvent> watermarks() {
    return Pane.watermarks();
  }

  @Override
  public DataStream<Decision> decide(DataStream<RawEvent> events, List<CountRule> rules) {
    DataStream<Check> checks = Check.of(events);
    DataStream<Decision> all = null;
    for (CountRule rule : rules) {
      DataStream<Decision> decisions =
          Pane.samples(checks, rule, failuresOnly)
              .keyBy(sample -> sample.f0, Types.STRING)
              .window(SlidingEventTimeWindows.of(Pane.WINDOW, Pane.SLIDE))
              .aggregate(
                  new Failures(),
                  new Edges(rule.name(), rule.failures()),
                  Types.INT,
                  Types.INT,
                  TypeInformation.of(Decision.class));
      all = all == null ? decisions : all.union(decisions);
    }
    return Objects.requireNonNull(all);
  }

  /** Counts the failures of a window. */
  static final class Failures
      implements AggregateFunction<Tuple2<String, Integer>, Integer, Integer> {

    private static final long serialVersionUID = 1;

    @Override
    public Integer createAccumulator() {
      return 0;
    }

    @Override
    public Integer add(Tuple2<String, Integer> sample, Integer failures) {
      return failures + sample.f1;
    }

    @Override
    public Integer getResult(Integer failures) {
      return failures;
    }

    @Override
    public Integer merge(Integer one, Integer other) {
      return one + other;
    }
  }

  /** Tells what changed since the window before. */
  private static final class Edges
      extends ProcessWindowFunction<Integer, Decision, String, TimeWindow> {

    private static final long serialVersionUID = 1;

    private final String rule;
    private final int threshold;

    Edges(String rule, int threshold) {
      this.rule = rule;
      this.threshold = threshold;
    }

    @Override
    public void process(
        String target, Context context, Iterable<Integer> counts, Collector<Decision> out)
        throws Exception {
      boolean fires = counts.iterator().next() >= threshold;
      Edge.tell(context.globalState().getState(Edge.FIRING), rule, target, fires, out);
    }
  }
}
