package dev.pointsman.job.notification;

import dev.pointsman.alert.AlertStatus;
import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads alerts; what is none goes to a side output with the reason. */
final class ReadFunction extends ProcessFunction<RawAlert, TimedTransition> {

  private static final long serialVersionUID = 1;

  static final OutputTag<UnreadableAlert> UNREADABLE =
      new OutputTag<>("unreadable", UnreadableAlert.TYPE);

  @SuppressWarnings("NullAway.Init") // by open
  private transient Counter unreadable;

  @Override
  public void open(OpenContext context) {
    unreadable = getRuntimeContext().getMetricGroup().counter("unreadable");
  }

  @Override
  public void processElement(RawAlert alert, Context context, Collector<TimedTransition> out) {
    try {
      out.collect(new TimedTransition(read(alert.value()), alert.writtenAt()));
    } catch (IllegalArgumentException e) {
      unreadable.inc();
      context.output(UNREADABLE, new UnreadableAlert(alert, String.valueOf(e.getMessage())));
    }
  }

  private static Transition read(byte[] json) {
    Transition transition = TransitionJson.read(json);
    AlertStatus state = transition.state();
    if (transition.startsAt() == null
        && (state == AlertStatus.FIRING || state == AlertStatus.RESOLVED)) {
      throw new IllegalArgumentException("a " + state.text() + " alert without starts_at");
    }
    return transition;
  }
}
