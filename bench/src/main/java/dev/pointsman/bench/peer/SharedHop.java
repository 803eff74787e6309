package dev.pointsman.bench.peer;

import dev.pointsman.bench.candidate.Check;
import dev.pointsman.bench.candidate.CountRule;
import dev.pointsman.bench.candidate.Decider;
import dev.pointsman.bench.candidate.Decision;
import dev.pointsman.job.alerting.RawEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.Collector;

/**
 * One Flink SQL {@code HOP} for all rules, whose counts are compared with each rule afterwards:
 * what somebody would write whose rules all have the same window and the same grouping, as they
 * happen to have here.
 */
public record SharedHop() implements Decider {

  @Override
  public WatermarkStrategy<RawEvent> watermarks() {
    return Pane.watermarks();
  }

  @Override
  public DataStream<Decision> decide(DataStream<RawEvent> events, List<CountRule> rules) {
    var tables = StreamTableEnvironment.create(events.getExecutionEnvironment());
    tables.createTemporaryView("checks", Check.of(events), SqlHop.SCHEMA);
    DataStream<Row> counts =
        tables.toDataStream(
            tables.sqlQuery(
                "SELECT `check`, target, region, observer, "
                    + SqlHop.FAILURES
                    + " AS failures FROM "
                    + SqlHop.windowsOf("checks")
                    + " GROUP BY `check`, target, region, observer, window_start, window_end"));
    return counts
        .keyBy(row -> row.<String>getFieldAs(1), Types.STRING)
        .process(new Compare(rules), TypeInformation.of(Decision.class));
  }

  /** Compares a target's failures with those of the window before, by each rule. */
  private static final class Compare extends KeyedProcessFunction<String, Row, Decision> {

    private static final long serialVersionUID = 1;

    private final List<CountRule> rules;
    private transient Map<Check, List<CountRule>> rulesOf;
    private transient ValueState<Integer> before;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    Compare(List<CountRule> rules) {
      this.rules = rules;
    }

    @Override
    public void open(OpenContext context) {
      rulesOf = new HashMap<>();
      before = getRuntimeContext().getState(new ValueStateDescriptor<>("before", Types.INT));
    }

    @Override
    public void processElement(Row row, Context context, Collector<Decision> out) throws Exception {
      int failures = row.<Integer>getFieldAs(4);
      Integer stored = before.value();
      int previous = stored == null ? 0 : stored;
      if (failures == previous) {
        return;
      }
      for (CountRule rule : concerning(row)) {
        boolean fires = failures >= rule.failures();
        if (fires != (previous >= rule.failures())) {
          out.collect(new Decision(rule.name(), context.getCurrentKey(), fires));
        }
      }
      if (failures == 0) {
        before.clear();
      } else {
        before.update(failures);
      }
    }

    /** Looked for once for each combination of labels. */
    private List<CountRule> concerning(Row row) {
      var labels = new Check(row.getFieldAs(0), "", row.getFieldAs(2), row.getFieldAs(3), false, 0);
      return rulesOf.computeIfAbsent(
          labels, each -> rules.stream().filter(rule -> rule.matches(each)).toList());
    }
  }
}
