package dev.pointsman.job.notification;

import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.Topics;
import dev.pointsman.notify.DeliveryPolicy;

/**
 * What the notification job is told from outside; it holds no secret of a receiver.
 *
 * @param width how many calls to one service may be under way in a subtask
 */
public record NotificationConfig(
    KafkaSettings kafka,
    String groupId,
    String alertsTopic,
    String undeliveredTopic,
    String rejectedTopic,
    ReceiverFactory receivers,
    DeliveryPolicy policy,
    int width) {

  public static final String DEFAULT_GROUP_ID = "pointsman-notification";
  public static final int DEFAULT_WIDTH = 8;

  public NotificationConfig {
    if (width < 1) {
      throw new IllegalArgumentException("the width is " + width + ", but must be 1 or more");
    }
  }

  /** The usual topics, group and policy. */
  public static NotificationConfig of(KafkaSettings kafka, ReceiverFactory receivers) {
    return new NotificationConfig(
        kafka,
        DEFAULT_GROUP_ID,
        Topics.ALERTS,
        Topics.UNDELIVERED_NOTIFICATIONS,
        Topics.REJECTED_EVENTS,
        receivers,
        DeliveryPolicy.DEFAULT,
        DEFAULT_WIDTH);
  }
}
