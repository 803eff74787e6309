package dev.pointsman.bench.peer;

import dev.pointsman.bench.candidate.Decision;
import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** Tells when a target begins or ceases to fail, and remembers only those that do. */
final class Edge {

  static final ValueStateDescriptor<Boolean> FIRING =
      new ValueStateDescriptor<>("firing", Types.BOOLEAN);

  private Edge() {}

  static void tell(
      ValueState<Boolean> firing,
      String rule,
      String target,
      boolean fires,
      Collector<Decision> out)
      throws IOException {
    if (fires != (firing.value() != null)) {
      out.collect(new Decision(rule, target, fires));
      if (fires) {
        firing.update(true);
      } else {
        firing.clear();
      }
    }
  }
}
