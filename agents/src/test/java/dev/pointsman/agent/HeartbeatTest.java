package dev.pointsman.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pointsman.agent.delivery.Delivery;
import dev.pointsman.agent.delivery.DeliverySettings;
import dev.pointsman.agent.delivery.QueueLimits;
import dev.pointsman.connector.kafka.KafkaSettings;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTest {

  @TempDir private Path folder;

  /** A timer runs what threw never again. */
  @Test
  void aBeatThatFailsIsNotTheLast() throws Exception {
    var clock = new TestingClock();
    var defects = new AtomicInteger(2);
    var coverage =
        new Coverage(
            () -> {
              if (defects.getAndDecrement() == 1) {
                throw new IllegalStateException("a defect");
              }
              return 0;
            });
    coverage.expect(Duration.ofSeconds(1));
    var limits = new QueueLimits(1 << 20, Duration.ofHours(1));
    var settings =
        new DeliverySettings(
            KafkaSettings.of("127.0.0.1:1"), "test", folder, limits, Duration.ZERO);
    try (Delivery delivery = Delivery.open(settings, clock, new CollectorRegistry());
        var heartbeat =
            new Heartbeat(
                new AgentIdentity("collect", "us-east-1", null), delivery, coverage, clock)) {
      assertThatCode(heartbeat::beat).doesNotThrowAnyException();
      long before = delivery.waiting();
      heartbeat.beat();
      assertThat(delivery.waiting()).isGreaterThan(before + 2);
    }
  }
}
