package dev.pointsman.job.replay;

import dev.pointsman.event.Rejection;
import dev.pointsman.job.alerting.RejectedEvent;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/** Counts the rejected events by reason, and passes the first few of each on. */
final class RejectionTally extends RichFlatMapFunction<RejectedEvent, RejectedEvent> {

  private static final long serialVersionUID = 1;
  private static final String PREFIX = "rejected ";
  private static final int SHOWN_OF_EACH = 2;

  private transient Map<Rejection.Reason, LongCounter> byReason;

  @Override
  public void open(OpenContext context) {
    byReason = new EnumMap<>(Rejection.Reason.class);
  }

  @Override
  public void flatMap(RejectedEvent rejected, Collector<RejectedEvent> out) {
    LongCounter count = byReason.computeIfAbsent(rejected.rejection().reason(), this::counter);
    count.add(1);
    if (count.getLocalValue() <= SHOWN_OF_EACH) {
      out.collect(rejected.withoutBytes()); // nobody looks at them here, and they may be large
    }
  }

  private LongCounter counter(Rejection.Reason reason) {
    var counter = new LongCounter();
    getRuntimeContext().addAccumulator(PREFIX + reason.text(), counter);
    return counter;
  }

  static Map<String, Long> of(Map<String, Object> accumulators) {
    var byReason = new TreeMap<String, Long>();
    accumulators.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && value instanceof Long count) {
            byReason.put(name.substring(PREFIX.length()), count);
          }
        });
    return byReason;
  }
}
