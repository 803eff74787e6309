package dev.pointsman.job.alerting;

import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionCodec;
import dev.pointsman.job.OperatorFactory;
import dev.pointsman.job.codec.CodecTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The topology that decides: events are decoded and matched, shuffled by group, and judged. It is
 * the same for the job, for a backtest and for the tests of rules, which hand in their own input
 * and take what comes out.
 *
 * @param transitions of all alerts
 * @param rejected events that were not taken in
 */
public record AlertingPipeline(
    DataStream<Transition> transitions, DataStream<RejectedEvent> rejected) {

  public static final TypeInformation<Transition> TRANSITION_TYPE =
      CodecTypeInfo.immutable(Transition.class, TransitionCodec.INSTANCE);

  /**
   * Defines the topology.
   *
   * @param scope stands before the operators' ids, so that several can stand in one job; empty for
   *     the job whose state is kept
   */
  public static AlertingPipeline define(
      String scope,
      DataStream<RawEvent> events,
      RuleFeed rules,
      Silence silence,
      EventAge age,
      GroupRetention retention) {
    long waitMillis = events.getExecutionEnvironment().getBufferTimeout();
    SingleOutputStreamOperator<EventBatch> routed =
        events
            .transform(
                "decode and match",
                EventBatch.TYPE,
                OperatorFactory.of(
                    MatchOperator.class,
                    parameters -> new MatchOperator(parameters, rules, silence, age, waitMillis)))
            .uid(scope + "match")
            .setBufferTimeout(0); // they have waited for each other
    if (events.getTransformation().isParallelismConfigured()) {
      // A single reader means that order matters: nothing may overtake before the shuffle.
      routed.setParallelism(events.getParallelism());
    }
    DataStream<Transition> transitions =
        routed
            .keyBy(EventBatch::key, EventBatch.KEY_TYPE)
            .transform(
                "judge",
                TRANSITION_TYPE,
                OperatorFactory.of(
                    JudgeOperator.class,
                    parameters -> new JudgeOperator(parameters, rules, silence, retention)))
            .uid(scope + "judge");
    return new AlertingPipeline(transitions, routed.getSideOutput(MatchOperator.REJECTED));
  }
}
