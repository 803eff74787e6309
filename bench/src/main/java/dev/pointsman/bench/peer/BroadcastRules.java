package dev.pointsman.bench.peer;

import dev.pointsman.bench.candidate.Check;
import dev.pointsman.bench.candidate.CountRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Rules as broadcast state, and which of them look at a label set, as one subtask remembers it. */
final class BroadcastRules {

  static final MapStateDescriptor<String, CountRule> STATE =
      new MapStateDescriptor<>("rules", Types.STRING, TypeInformation.of(CountRule.class));

  private final Map<Check, List<CountRule>> concerning = new HashMap<>();
  private final int expected;
  private int known;

  /**
   * Of none so far.
   *
   * @param expected how many will come
   */
  BroadcastRules(int expected) {
    this.expected = expected;
  }

  /** Whether events need not wait any longer. */
  boolean areComplete() {
    return known >= expected;
  }

  /**
   * Takes one in.
   *
   * @return whether that was the last one which events waited for
   */
  boolean add(CountRule rule, BroadcastState<String, CountRule> rules) throws Exception {
    rules.put(rule.name(), rule);
    concerning.clear();
    known++;
    return known == expected;
  }

  /** The rules, on their way to all subtasks of what reads the events. */
  static BroadcastStream<CountRule> stream(DataStream<?> events, List<CountRule> rules) {
    return events
        .getExecutionEnvironment()
        .fromData(TypeInformation.of(CountRule.class), rules.toArray(CountRule[]::new))
        .broadcast(STATE);
  }

  /** Those that look at a check; looked for once for each label set, until the rules change. */
  List<CountRule> concerning(Check check, ReadOnlyBroadcastState<String, CountRule> rules)
      throws Exception {
    Check labels = check.labels();
    List<CountRule> known = concerning.get(labels);
    if (known == null) {
      known = looked(check, rules);
      concerning.put(labels, known);
    }
    return known;
  }

  /** The same, looked for anew. */
  static List<CountRule> looked(Check check, ReadOnlyBroadcastState<String, CountRule> rules)
      throws Exception {
    var found = new ArrayList<CountRule>();
    for (var entry : rules.immutableEntries()) {
      if (entry.getValue().matches(check)) {
        found.add(entry.getValue());
      }
    }
    return found;
  }
}
