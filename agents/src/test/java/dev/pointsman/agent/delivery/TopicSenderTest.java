package dev.pointsman.agent.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.TestingClock;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicSenderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void whatNobodyExpectedIsAFailedAttemptAndNotTheEnd() throws Exception {
    var clock = new TestingClock();
    var registry = new CollectorRegistry();
    TopicMetrics metrics = new TopicMetrics.All(registry).of("t");
    var serializer = new ByteArraySerializer();
    var attempts = new AtomicInteger();
    var limits = new QueueLimits(1 << 20, Duration.ofHours(1));
    try (DiskQueue queue = DiskQueue.open(folder, limits, clock, metrics)) {
      queue.append(new byte[0], "a".getBytes(UTF_8), Instant.EPOCH);
      var sender =
          new TopicSender(
              "t",
              queue,
              () -> {
                if (attempts.getAndIncrement() == 0) {
                  throw new IllegalStateException("a defect");
                }
                return new MockProducer<>(true, null, serializer, serializer);
              },
              () -> "nobody answers",
              metrics,
              clock);
      try (sender) {
        sender.start();
        assertThat(queue.awaitEmpty(PATIENCE)).isTrue();
      }
    }
    assertThat(
            registry.getSampleValue(
                "pointsman_agent_send_failures_total", new String[] {"topic"}, new String[] {"t"}))
        .isEqualTo(1);
  }
}
