package dev.pointsman.bench.peer;

import dev.pointsman.bench.candidate.Check;
import dev.pointsman.bench.candidate.CountRule;
import dev.pointsman.bench.candidate.Decider;
import dev.pointsman.bench.candidate.Decision;
import dev.pointsman.job.alerting.RawEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The broadcast pattern of many articles: rules are broadcast, each event is forked for each rule
 * that looks at it, and what is keyed by rule and target keeps its failures in a map by their time.
 * It changes rules while it runs, as Pointsman does.
 *
 * @param remembers whether it is remembered which rules look at a label set; else each event is
 *     compared with all rules
 */
public record BroadcastFork(boolean remembers) implements Decider {

  /** Rule, target, threshold, whether it failed, timestamp. */
  private static final TypeInformation<Tuple5<String, String, Integer, Boolean, Long>> FORK =
      Types.TUPLE(Types.STRING, Types.STRING, Types.INT, Types.BOOLEAN, Types.LONG);

  @Override
  public WatermarkStrategy<RawEvent> watermarks() {
    return WatermarkStrategy.noWatermarks(); // the map looks at the timestamps themselves
  }

  @Override
  public DataStream<Decision> decide(DataStream<RawEvent> events, List<CountRule> rules) {
    return Check.of(events)
        .connect(BroadcastRules.stream(events, rules))
        .process(new Fork(rules.size(), remembers), FORK)
        .keyBy(fork -> fork.f0 + '|' + fork.f1, Types.STRING)
        .process(new Count(), TypeInformation.of(Decision.class));
  }

  /** Forks events; those that come before the rules wait for them. */
  private static final class Fork
      extends BroadcastProcessFunction<
          Check, CountRule, Tuple5<String, String, Integer, Boolean, Long>> {

    private static final long serialVersionUID = 1;

    private final int expected;
    private final boolean remembers;
    private transient BroadcastRules remembered;
    private transient List<Check> early;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    Fork(int expected, boolean remembers) {
      this.expected = expected;
      this.remembers = remembers;
    }

    @Override
    public void open(OpenContext context) {
      remembered = new BroadcastRules(expected);
      early = new ArrayList<>();
    }

    @Override
    public void processElement(
        Check check,
        BroadcastProcessFunction<Check, CountRule, Tuple5<String, String, Integer, Boolean, Long>>
                .ReadOnlyContext
            context,
        Collector<Tuple5<String, String, Integer, Boolean, Long>> out)
        throws Exception {
      if (!remembered.areComplete()) {
        early.add(check);
      } else {
        fork(check, context.getBroadcastState(BroadcastRules.STATE), out);
      }
    }

    @Override
    public void processBroadcastElement(
        CountRule rule,
        BroadcastProcessFunction<Check, CountRule, Tuple5<String, String, Integer, Boolean, Long>>
                .Context
            context,
        Collector<Tuple5<String, String, Integer, Boolean, Long>> out)
        throws Exception {
      var rules = context.getBroadcastState(BroadcastRules.STATE);
      if (remembered.add(rule, rules)) {
        for (Check check : early) {
          fork(check, rules, out);
        }
        early.clear();
      }
    }

    private void fork(
        Check check,
        ReadOnlyBroadcastState<String, CountRule> rules,
        Collector<Tuple5<String, String, Integer, Boolean, Long>> out)
        throws Exception {
      List<CountRule> concerning =
          remembers ? remembered.concerning(check, rules) : BroadcastRules.looked(check, rules);
      for (CountRule rule : concerning) {
        out.collect(
            Tuple5.of(
                rule.name(), check.target(), rule.failures(), check.down(), check.timestamp()));
      }
    }
  }

  /** Keeps the failures of one target for one rule, and tells when it begins or ceases to fail. */
  private static final class Count
      extends KeyedProcessFunction<
          String, Tuple5<String, String, Integer, Boolean, Long>, Decision> {

    private static final long serialVersionUID = 1;

    private transient MapState<Long, Boolean> failures;
    private transient ValueState<Boolean> firing;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    Count() {}

    @Override
    public void open(OpenContext context) {
      failures =
          getRuntimeContext()
              .getMapState(new MapStateDescriptor<>("failures", Types.LONG, Types.BOOLEAN));
      firing = getRuntimeContext().getState(Edge.FIRING);
    }

    @Override
    public void processElement(
        Tuple5<String, String, Integer, Boolean, Long> fork,
        KeyedProcessFunction<String, Tuple5<String, String, Integer, Boolean, Long>, Decision>
                .Context
            context,
        Collector<Decision> out)
        throws Exception {
      if (fork.f3) {
        failures.put(fork.f4, true);
      }
      int count = 0;
      Iterator<Long> times = failures.keys().iterator();
      while (times.hasNext()) {
        if (times.next() <= fork.f4 - CountRule.WINDOW_MILLIS) {
          times.remove();
        } else {
          count++;
        }
      }
      Edge.tell(firing, fork.f0, fork.f1, count >= fork.f2, out);
    }
  }
}
