package dev.pointsman.bench.peer;

import dev.pointsman.bench.candidate.Check;
import dev.pointsman.bench.candidate.CountRule;
import dev.pointsman.bench.candidate.Decider;
import dev.pointsman.bench.candidate.Decision;
import dev.pointsman.job.alerting.RawEvent;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The broadcast state pattern as Flink's documentation has it: events keyed by target meet the
 * broadcast rules in one function, which keeps the times of a target's failures once for all rules.
 * Rules change while it runs; their windows and grouping are the same.
 */
public record KeyedBroadcast() implements Decider {

  private static final ListStateDescriptor<Check> EARLY =
      new ListStateDescriptor<>("early", TypeInformation.of(Check.class));

  private static final MapStateDescriptor<String, Boolean> FIRING =
      new MapStateDescriptor<>("firing", Types.STRING, Types.BOOLEAN);

  @Override
  public WatermarkStrategy<RawEvent> watermarks() {
    return WatermarkStrategy.noWatermarks(); // the function looks at the timestamps itself
  }

  @Override
  public DataStream<Decision> decide(DataStream<RawEvent> events, List<CountRule> rules) {
    return Check.of(events)
        .keyBy(Check::target, Types.STRING)
        .connect(BroadcastRules.stream(events, rules))
        .process(new Count(rules.size()), TypeInformation.of(Decision.class));
  }

  /** Counts the failures of a target; events that come before the rules wait for them. */
  private static final class Count
      extends KeyedBroadcastProcessFunction<String, Check, CountRule, Decision> {

    private static final long serialVersionUID = 1;

    private final int expected;
    private transient BroadcastRules remembered;
    private transient ListState<Check> early;
    private transient ValueState<long[]> failures;
    private transient MapState<String, Boolean> firing;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    Count(int expected) {
      this.expected = expected;
    }

    @Override
    public void open(OpenContext context) {
      remembered = new BroadcastRules(expected);
      early = getRuntimeContext().getListState(EARLY);
      failures = getRuntimeContext().getState(FailureTimes.STATE);
      firing = getRuntimeContext().getMapState(FIRING);
    }

    @Override
    public void processElement(Check check, ReadOnlyContext context, Collector<Decision> out)
        throws Exception {
      if (!remembered.areComplete()) {
        early.add(check);
      } else {
        count(check, context.getBroadcastState(BroadcastRules.STATE), out);
      }
    }

    @Override
    public void processBroadcastElement(CountRule rule, Context context, Collector<Decision> out)
        throws Exception {
      var rules = context.getBroadcastState(BroadcastRules.STATE);
      if (remembered.add(rule, rules)) {
        context.applyToKeyedState(
            EARLY,
            (target, checks) -> {
              for (Check check : checks.get()) {
                count(check, rules, out);
              }
              checks.clear();
            });
      }
    }

    private void count(
        Check check, ReadOnlyBroadcastState<String, CountRule> rules, Collector<Decision> out)
        throws Exception {
      long[] before = failures.value();
      if (before == null && !check.down()) {
        return; // then nothing fires either
      }
      long[] times = FailureTimes.at(before, check.timestamp(), check.down());
      FailureTimes.keep(failures, before, times);
      for (CountRule rule : remembered.concerning(check, rules)) {
        boolean fires = times.length >= rule.failures();
        if (fires != firing.contains(rule.name())) {
          out.collect(new Decision(rule.name(), check.target(), fires));
          if (fires) {
            firing.put(rule.name(), true);
          } else {
            firing.remove(rule.name());
          }
        }
      }
    }
  }
}
