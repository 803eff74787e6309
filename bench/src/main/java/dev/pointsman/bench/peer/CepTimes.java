package dev.pointsman.bench.peer;

import dev.pointsman.bench.candidate.Check;
import dev.pointsman.bench.candidate.CountRule;
import dev.pointsman.bench.candidate.Decider;
import dev.pointsman.bench.candidate.Decision;
import dev.pointsman.job.alerting.RawEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;

/**
 * Flink CEP: so many failures within five minutes, a pattern for each rule. What succeeds is
 * dropped before the shuffle, as the pattern does not look at it; so nothing tells that a target no
 * longer fails.
 */
public record CepTimes() implements Decider {

  private static final String FAILURES = "failures";

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
          CEP.pattern(
                  Pane.samples(checks, rule, true).keyBy(sample -> sample.f0, Types.STRING),
                  pattern(rule))
              .process(new Matched(rule.name()), TypeInformation.of(Decision.class));
      all = all == null ? decisions : all.union(decisions);
    }
    return Objects.requireNonNull(all);
  }

  private static Pattern<Tuple2<String, Integer>, ?> pattern(CountRule rule) {
    // Without skipping, every three of many failures would be a match.
    return Pattern.<Tuple2<String, Integer>>begin(
            FAILURES, AfterMatchSkipStrategy.skipPastLastEvent())
        .times(rule.failures())
        .within(Pane.WINDOW);
  }

  private static final class Matched
      extends PatternProcessFunction<Tuple2<String, Integer>, Decision> {

    private static final long serialVersionUID = 1;

    private final String rule;

    Matched(String rule) {
      this.rule = rule;
    }

    @Override
    public void processMatch(
        Map<String, List<Tuple2<String, Integer>>> match,
        Context context,
        Collector<Decision> out) {
      String target = Objects.requireNonNull(match.get(FAILURES)).get(0).f0;
      out.collect(new Decision(rule, target, true));
    }
  }
}
