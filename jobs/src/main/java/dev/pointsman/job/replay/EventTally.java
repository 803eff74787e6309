package dev.pointsman.job.replay;

import dev.pointsman.job.alerting.RawEvent;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Counts the events that pass. */
final class EventTally extends RichMapFunction<RawEvent, RawEvent> {

  private static final long serialVersionUID = 1;
  private static final String NAME = "events";

  private transient LongCounter events;

  @Override
  @SuppressWarnings("NullAway.Init")
  public void open(OpenContext context) {
    events = new LongCounter();
    getRuntimeContext().addAccumulator(NAME, events);
  }

  @Override
  public RawEvent map(RawEvent event) {
    events.add(1);
    return event;
  }

  static long of(Map<String, Object> accumulators) {
    return accumulators.get(NAME) instanceof Long count ? count : 0;
  }
}
