package dev.pointsman.job.notification;

import dev.pointsman.job.OperatorFactory;
import dev.pointsman.notify.DeliveryPolicy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The topology that tells people: alerts are read, shuffled by fingerprint and delivered. Who
 * receives, and where the alerts come from, is handed in.
 *
 * @param undelivered what was given up
 * @param unreadable what was no alert
 */
public record NotificationPipeline(
    DataStream<UndeliveredNotification> undelivered, DataStream<UnreadableAlert> unreadable) {

  /**
   * Defines the topology.
   *
   * @param width how many calls to one service may be under way in a subtask
   */
  public static NotificationPipeline define(
      DataStream<RawAlert> alerts, ReceiverFactory receivers, DeliveryPolicy policy, int width) {
    SingleOutputStreamOperator<TimedTransition> read =
        alerts
            .process(new ReadFunction(), TimedTransition.TYPE)
            .name("read alerts")
            .uid("read-alerts");
    DataStream<UndeliveredNotification> undelivered =
        read.keyBy(TimedTransition::fingerprint, Types.STRING)
            .transform(
                "deliver",
                UndeliveredNotification.TYPE,
                OperatorFactory.of(
                    DeliveryOperator.class,
                    parameters -> new DeliveryOperator(parameters, receivers, policy, width)))
            .uid("deliver");
    return new NotificationPipeline(undelivered, read.getSideOutput(ReadFunction.UNREADABLE));
  }
}
