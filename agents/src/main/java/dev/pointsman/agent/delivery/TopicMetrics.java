package dev.pointsman.agent.delivery;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;

/** What became of the events of one topic, for Prometheus. */
final class TopicMetrics implements DiskQueue.Drops {

  private static final double MILLIS_PER_SECOND = 1000;

  private final String topic;
  private final Counter dropped;
  private final Counter.Child accepted;
  private final Counter.Child sent;
  private final Counter.Child failures;
  private final Histogram.Child seconds;

  private TopicMetrics(String topic, All all) {
    this.topic = topic;
    this.dropped = all.dropped;
    this.accepted = all.accepted.labels(topic);
    this.sent = all.sent.labels(topic);
    this.failures = all.failures.labels(topic);
    this.seconds = all.seconds.labels(topic);
    for (DropReason reason : DropReason.values()) {
      dropped.labels(topic, reason.label()); // there with 0, so that the first one is a rise
    }
  }

  /** Those of all topics. */
  static final class All {

    private final Counter accepted;
    private final Counter sent;
    private final Counter dropped;
    private final Counter failures;
    private final Histogram seconds;

    All(CollectorRegistry registry) {
      accepted =
          Counter.build("pointsman_agent_events_accepted_total", "Events written to the queue.")
              .labelNames("topic")
              .register(registry);
      sent =
          Counter.build("pointsman_agent_events_sent_total", "Events that Kafka acknowledged.")
              .labelNames("topic")
              .register(registry);
      dropped =
          Counter.build(
                  "pointsman_agent_events_dropped_total",
                  "Events that never reach Kafka, by the reason.")
              .labelNames("topic", "reason")
              .register(registry);
      failures =
          Counter.build(
                  "pointsman_agent_send_failures_total",
                  "How often sending failed and began anew from the queue.")
              .labelNames("topic")
              .register(registry);
      seconds =
          Histogram.build(
                  "pointsman_agent_delivery_seconds",
                  "From when an event was accepted until Kafka acknowledged it.")
              .labelNames("topic")
              .buckets(0.001, 0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5, 30, 300, 3600, 86_400)
              .register(registry);
    }

    TopicMetrics of(String topic) {
      return new TopicMetrics(topic, this);
    }
  }

  void accepted() {
    accepted.inc();
  }

  void delivered(long millis) {
    sent.inc();
    seconds.observe(millis / MILLIS_PER_SECOND);
  }

  void failed() {
    failures.inc();
  }

  @Override
  public void dropped(DropReason reason, long count) {
    dropped.labels(topic, reason.label()).inc((double) count);
  }
}
