package dev.pointsman.bench.peer;

import dev.pointsman.bench.candidate.Check;
import dev.pointsman.bench.candidate.CountRule;
import dev.pointsman.bench.candidate.Decider;
import dev.pointsman.bench.candidate.Decision;
import dev.pointsman.job.alerting.RawEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.Collector;

/**
 * Flink SQL's {@code HOP}: one view of the decoded events, and a windowed aggregation of its own
 * for each rule, all in one query, so that the planner reads the events once.
 *
 * @param failuresOnly whether what succeeds is filtered out before the aggregation, which leaves
 *     SQL alone with rows of targets that fail; else each window's verdict goes to a keyed function
 *     that tells when a target begins or ceases to fail
 */
public record SqlHop(boolean failuresOnly) implements Decider {

  /** Of a {@link Check} as a table. */
  static final Schema SCHEMA =
      Schema.newBuilder()
          .column("check", DataTypes.STRING())
          .column("target", DataTypes.STRING())
          .column("region", DataTypes.STRING())
          .column("observer", DataTypes.STRING())
          .column("down", DataTypes.BOOLEAN().notNull())
          .columnByMetadata("at", DataTypes.TIMESTAMP_LTZ(3), "rowtime")
          .watermark("at", "SOURCE_WATERMARK()")
          .build();

  static final String FAILURES = "SUM(CASE WHEN down THEN 1 ELSE 0 END)";

  @Override
  public WatermarkStrategy<RawEvent> watermarks() {
    return Pane.watermarks();
  }

  @Override
  public DataStream<Decision> decide(DataStream<RawEvent> events, List<CountRule> rules) {
    var tables = StreamTableEnvironment.create(events.getExecutionEnvironment());
    tables.createTemporaryView("checks", Check.of(events), SCHEMA);
    for (CountRule rule : rules) {
      tables.createTemporaryView(
          rule.name(),
          tables.sqlQuery("SELECT target, down, `at` FROM checks WHERE " + condition(rule)));
    }
    Table verdicts =
        tables.sqlQuery(rules.stream().map(this::query).collect(Collectors.joining(" UNION ALL ")));
    DataStream<Row> rows = tables.toDataStream(verdicts);
    if (failuresOnly) {
      return rows.map(row -> new Decision(text(row, 0), text(row, 1), true))
          .returns(Decision.class);
    }
    return rows.keyBy(row -> text(row, 0) + '|' + text(row, 1), Types.STRING)
        .process(new Edges(), TypeInformation.of(Decision.class));
  }

  private static String text(Row row, int field) {
    return (String) row.getFieldAs(field);
  }

  private String condition(CountRule rule) {
    var conditions = new ArrayList<String>();
    conditions.add(failuresOnly ? "down" : "TRUE");
    addIn(conditions, "`check`", rule.checks());
    addIn(conditions, "region", rule.regions());
    addIn(conditions, "observer", rule.observers());
    return String.join(" AND ", conditions);
  }

  private static void addIn(List<String> conditions, String column, List<String> values) {
    if (!values.isEmpty()) {
      conditions.add(column + " IN ('" + String.join("', '", values) + "')");
    }
  }

  private String query(CountRule rule) {
    String fires = failuresOnly ? "TRUE" : FAILURES + " >= " + rule.failures();
    return "SELECT '%s' AS rule, target, %s AS fires FROM ".formatted(rule.name(), fires)
        + windowsOf(rule.name())
        + " GROUP BY target, window_start, window_end"
        + (failuresOnly ? " HAVING COUNT(*) >= " + rule.failures() : "");
  }

  /** The windows over a table with the columns {@code down} and {@code at}. */
  static String windowsOf(String table) {
    return "HOP(DATA => TABLE %s, TIMECOL => DESCRIPTOR(`at`), ".formatted(table)
        + "SLIDE => INTERVAL '%d' SECOND(3), SIZE => INTERVAL '%d' SECOND(3))"
            .formatted(Pane.SLIDE.toSeconds(), Pane.WINDOW.toSeconds());
  }

  /** Tells what changed since the window before. */
  private static final class Edges extends KeyedProcessFunction<String, Row, Decision> {

    private static final long serialVersionUID = 1;

    private transient ValueState<Boolean> firing;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    Edges() {}

    @Override
    public void open(OpenContext context) {
      firing = getRuntimeContext().getState(Edge.FIRING);
    }

    @Override
    public void processElement(Row row, Context context, Collector<Decision> out) throws Exception {
      Edge.tell(firing, text(row, 0), text(row, 1), row.<Boolean>getFieldAs(2), out);
    }
  }
}
