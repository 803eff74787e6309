package dev.pointsman.agent.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.connector.kafka.TestingKafka;
import dev.pointsman.connector.kafka.Topics;
import dev.pointsman.event.Labels;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  @TempDir private Path folder;
  private final TestingKafka kafka = TestingKafka.start();
  private CollectorRegistry registry = new CollectorRegistry();

  @AfterEach
  void stopKafka() {
    kafka.close();
  }

  @Test
  void eventsReachTheTopicOfTheirKindWithTheirKeyAndTime() throws IOException {
    createTopics();
    try (Delivery delivery = open()) {
      delivery.accept(check("db:5432", 7));
      delivery.accept(metric("up", START + 8));
      assertThat(Received.await(kafka.settings(), Topics.HEALTH_CHECKS, 1))
          .extracting(Received::key, Received::timestampMillis)
          .containsExactly(tuple("db:5432", START + 7));
      assertThat(Received.await(kafka.settings(), Topics.METRICS, 1))
          .extracting(Received::key, Received::timestampMillis)
          .containsExactly(tuple("up{job=\"a\"}", START + 8));
      await().atMost(PATIENCE).until(() -> delivery.waiting() == 0);
      assertThat(sample("events_sent_total", Topics.METRICS)).isEqualTo(1);
      assertThat(delivery.troubles()).isEmpty();
    }
  }

  @Test
  void eventsOfAnOutageArriveAfterItInOrderWithTheirTimes() throws IOException {
    createTopics();
    try (Delivery delivery = open()) {
      accept(delivery, 0, 100);
      Received.await(kafka.settings(), Topics.HEALTH_CHECKS, 100);
      kafka.stop();
      accept(delivery, 100, 1100);
      assertThat(delivery.waiting()).isEqualTo(1000);
      kafka.startAgain();
      assertThat(times(1100)).isEqualTo(range(0, 1100));
      await().atMost(PATIENCE).until(() -> delivery.waiting() == 0);
    }
  }

  @Test
  void whatAnAgentLeftBehindIsSentByTheNext() throws IOException {
    createTopics();
    kafka.stop();
    try (Delivery delivery = open(Duration.ofMillis(100))) {
      accept(delivery, 0, 500);
    }
    kafka.startAgain();
    registry = new CollectorRegistry();
    try (Delivery delivery = open()) {
      accept(delivery, 500, 1000);
      assertThat(times(1000)).isEqualTo(range(0, 1000));
    }
  }

  @Test
  void aTopicThatIsMissingHoldsUpNoOtherAndIsSentOnceItIsThere() throws IOException {
    kafka.createTopic(Topics.METRICS, 1);
    try (Delivery delivery = open()) {
      accept(delivery, 0, 10);
      delivery.accept(metric("up", START));
      Received.await(kafka.settings(), Topics.METRICS, 1);
      assertThat(delivery.waiting()).isEqualTo(10);
      kafka.createTopic(Topics.HEALTH_CHECKS, 1);
      assertThat(times(10)).isEqualTo(range(0, 10));
    }
  }

  @Test
  void aRecordThatIsTooLargeIsDroppedAndTheOthersArrive() throws IOException {
    createTopics();
    try (Delivery delivery = open()) {
      accept(delivery, 0, 50);
      delivery.accept(check("x".repeat(2 << 20), 50));
      accept(delivery, 51, 100);
      List<Long> expected = range(0, 100);
      expected = expected.stream().filter(each -> each != START + 50).toList();
      assertThat(times(99)).isEqualTo(expected);
      assertThat(dropped("too_large")).isEqualTo(1);
      assertThat(sample("events_accepted_total", Topics.HEALTH_CHECKS)).isEqualTo(99);
      await().atMost(PATIENCE).until(() -> delivery.waiting() == 0);
    }
  }

  @Test
  void aRecordThatTheBrokerRefusesIsDroppedAndTheOthersOfItsBatchArriveInOrder()
      throws IOException {
    createTopics();
    kafka.stop(); // so that many are in one batch
    try (Delivery delivery = open()) {
      accept(delivery, 0, 200);
      Instant tooFarAhead = Instant.now().plus(Duration.ofDays(2));
      delivery.accept(new HealthCheckEvent("api", "t", "r", "o", true, null, null, tooFarAhead));
      accept(delivery, 200, 400);
      kafka.startAgain();
      assertThat(times(400)).isEqualTo(range(0, 400));
      await().atMost(PATIENCE).until(() -> delivery.waiting() == 0);
      assertThat(dropped("refused")).isEqualTo(1);
    }
  }

  @Test
  void closingSendsWhatWaits() throws IOException {
    createTopics();
    kafka.stop();
    Delivery delivery = open();
    accept(delivery, 0, 2000);
    kafka.startAgain();
    delivery.close();
    assertThat(delivery.waiting()).isZero();
    assertThat(times(2000)).isEqualTo(range(0, 2000));
  }

  @Test
  void aFolderIsForOneAgent() throws IOException {
    try (Delivery delivery = open()) {
      assertThat(delivery.waiting()).isZero();
      assertThatThrownBy(this::open)
          .isInstanceOf(FolderInUseException.class)
          .hasMessageContaining("in use by another agent");
    }
  }

  private void createTopics() {
    kafka.createTopic(Topics.HEALTH_CHECKS, 1);
    kafka.createTopic(Topics.METRICS, 1);
  }

  private Delivery open() throws IOException {
    return open(Duration.ofSeconds(60));
  }

  private Delivery open(Duration drain) throws IOException {
    var settings =
        new DeliverySettings(kafka.settings(), "test", folder, QueueLimits.DEFAULT, drain);
    return Delivery.open(settings, Clock.systemUTC(), registry);
  }

  private static void accept(Delivery delivery, int from, int to) {
    IntStream.range(from, to).forEach(i -> delivery.accept(check("target", i)));
  }

  private static AgentEvent check(String target, int i) {
    return new HealthCheckEvent(
        "api", target, "r", "o", true, null, null, Instant.ofEpochMilli(START + i));
  }

  private static AgentEvent metric(String name, long millis) {
    return MetricEvent.of(name, Labels.of("job", "a"), 1, Instant.ofEpochMilli(millis));
  }

  /** The times of the health checks in Kafka, without those that came again. */
  private List<Long> times(int count) {
    return Received.await(kafka.settings(), Topics.HEALTH_CHECKS, count).stream()
        .map(Received::timestampMillis)
        .distinct()
        .toList();
  }

  private static List<Long> range(int from, int to) {
    return LongStream.range(from, to).map(i -> START + i).boxed().toList();
  }

  private double sample(String name, String topic) {
    return registry.getSampleValue(
        "pointsman_agent_" + name, new String[] {"topic"}, new String[] {topic});
  }

  private double dropped(String reason) {
    return registry.getSampleValue(
        "pointsman_agent_events_dropped_total",
        new String[] {"topic", "reason"},
        new String[] {Topics.HEALTH_CHECKS, reason});
  }
}
