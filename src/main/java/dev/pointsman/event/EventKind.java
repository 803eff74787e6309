package dev.pointsman.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The three kinds of event; each has its topic, and a field by which a mixed file tells it. */
public enum EventKind {
  METRIC("metrics", "metric"),
  HEALTH_CHECK("health-checks", "check"),
  REPLICATION_LAG("replication-lag", "cluster");

  private static final Map<String, EventKind> BY_TOPIC =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventKind::topic, kind -> kind));

  private final String topic;
  private final String tellingField;

  EventKind(String topic, String tellingField) {
    this.topic = topic;
    this.tellingField = tellingField;
  }

  /** The Kafka topic that carries this kind. */
  public String topic() {
    return topic;
  }

  /** The field whose presence tells this kind; looked for in the order of the constants. */
  public String tellingField() {
    return tellingField;
  }

  public static Optional<EventKind> ofTopic(String topic) {
    return Optional.ofNullable(BY_TOPIC.get(topic));
  }
}
