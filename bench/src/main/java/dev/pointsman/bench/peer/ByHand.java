package dev.pointsman.bench.peer;

import dev.pointsman.bench.candidate.Check;
import dev.pointsman.bench.candidate.CountRule;
import dev.pointsman.bench.candidate.Decider;
import dev.pointsman.bench.candidate.Decision;
import dev.pointsman.job.alerting.RawEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Written by hand for these rules and nothing else, to be fast: rules that look at the same targets
 * are told apart before the shuffle, by a number, and all that is kept of a target is when it
 * failed. No target may be looked at by rules that match in different ways.
 */
public record ByHand() implements Decider {

  /** Target, number of the rules that look at it, whether it failed, timestamp. */
  private static final TypeInformation<Tuple4<String, Integer, Boolean, Long>> SAMPLE =
      Types.TUPLE(Types.STRING, Types.INT, Types.BOOLEAN, Types.LONG);

  @Override
  public WatermarkStrategy<RawEvent> watermarks() {
    return WatermarkStrategy.noWatermarks(); // the function looks at the timestamps itself
  }

  @Override
  public DataStream<Decision> decide(DataStream<RawEvent> events, List<CountRule> rules) {
    List<List<CountRule>> classes = classes(rules);
    return Check.of(events)
        .flatMap(new Match(classes))
        .returns(SAMPLE)
        .keyBy(sample -> sample.f0, Types.STRING)
        .process(new Count(classes), TypeInformation.of(Decision.class));
  }

  /** Rules that match in the same way, together. */
  private static List<List<CountRule>> classes(List<CountRule> rules) {
    return List.copyOf(
        rules.stream()
            .collect(
                Collectors.groupingBy(
                    rule -> List.of(rule.checks(), rule.regions(), rule.observers()),
                    LinkedHashMap::new,
                    Collectors.toList()))
            .values());
  }

  /** Finds the rules of a check, once for each label set; drops what none looks at. */
  private static final class Match
      extends RichFlatMapFunction<Check, Tuple4<String, Integer, Boolean, Long>> {

    private static final long serialVersionUID = 1;

    private final List<List<CountRule>> classes;
    private transient Map<Check, OptionalInt> classOf;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    Match(List<List<CountRule>> classes) {
      this.classes = classes;
    }

    @Override
    public void open(OpenContext context) {
      classOf = new HashMap<>();
    }

    @Override
    public void flatMap(Check check, Collector<Tuple4<String, Integer, Boolean, Long>> out) {
      OptionalInt found = classOf.computeIfAbsent(check.labels(), this::looked);
      if (found.isPresent()) {
        out.collect(Tuple4.of(check.target(), found.getAsInt(), check.down(), check.timestamp()));
      }
    }

    private OptionalInt looked(Check check) {
      return IntStream.range(0, classes.size())
          .filter(i -> classes.get(i).get(0).matches(check))
          .findFirst();
    }
  }

  /** Counts the failures of a target, which are as many as were stored when it came before. */
  private static final class Count
      extends KeyedProcessFunction<String, Tuple4<String, Integer, Boolean, Long>, Decision> {

    private static final long serialVersionUID = 1;

    private final List<List<CountRule>> classes;
    private transient ValueState<long[]> failures;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    Count(List<List<CountRule>> classes) {
      this.classes = classes;
    }

    @Override
    public void open(OpenContext context) {
      failures = getRuntimeContext().getState(FailureTimes.STATE);
    }

    @Override
    public void processElement(
        Tuple4<String, Integer, Boolean, Long> sample, Context context, Collector<Decision> out)
        throws Exception {
      long[] before = failures.value();
      if (before == null && !sample.f2) {
        return;
      }
      long[] times = FailureTimes.at(before, sample.f3, sample.f2);
      FailureTimes.keep(failures, before, times);
      int previous = before == null ? 0 : before.length;
      if (times.length == previous) {
        return;
      }
      for (CountRule rule : classes.get(sample.f1)) {
        boolean fires = times.length >= rule.failures();
        if (fires != (previous >= rule.failures())) {
          out.collect(new Decision(rule.name(), sample.f0, fires));
        }
      }
    }
  }
}
