package dev.pointsman.job.notification;

import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Decision;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.DeliveryPolicy.Completion;
import dev.pointsman.notify.DeliveryPolicy.Result;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** What the delivering operator tells of itself. */
final class DeliveryMetrics {

  private static final int LATENCY_SAMPLES = 1000;

  private final MetricGroup metrics;
  private final Histogram latency;
  private final Map<String, Counter> counters = new HashMap<>();
  private int outbox;

  DeliveryMetrics(MetricGroup metrics) {
    this.metrics = metrics;
    latency =
        metrics.histogram(
            "transitionToAcceptedMillis", new DescriptiveStatisticsHistogram(LATENCY_SAMPLES));
    metrics.gauge("outbox", () -> outbox);
  }

  void inFlight(String receiver, IntSupplier size) {
    metrics.addGroup("receiver", receiver).gauge("inFlight", size::getAsInt);
  }

  /** How many deliveries are not acknowledged yet. */
  int outbox() {
    return outbox;
  }

  void outboxGrew(int by) {
    outbox += by;
  }

  void decided(Decision decision) {
    counter("transitions", "decision", decision.text()).inc();
  }

  void completed(Completion completion, Answer answer, long now) {
    Delivery delivery = completion.delivery();
    counters
        .computeIfAbsent(
            "deliveries/" + delivery.destination().service() + '/' + outcome(completion, answer),
            name ->
                metrics
                    .addGroup("receiver", delivery.destination().service().text())
                    .addGroup("outcome", outcome(completion, answer))
                    .counter("deliveries"))
        .inc();
    if (completion.result() == Result.DELIVERED) {
      latency.update(now - delivery.transition().at());
    }
  }

  private static String outcome(Completion completion, Answer answer) {
    String name =
        answer instanceof Answer.Accepted accepted
            ? accepted.how().name()
            : completion.result().name();
    return name.toLowerCase(Locale.ROOT);
  }

  private Counter counter(String name, String label, String value) {
    return counters.computeIfAbsent(
        name + '/' + value, each -> metrics.addGroup(label, value).counter(name));
  }
}
