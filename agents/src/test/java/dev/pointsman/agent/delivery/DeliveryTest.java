package dev.pointsman.agent.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.TestingClock;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.event.EventKind;
import dev.pointsman.event.Labels;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of events while nobody takes them. */
class DeliveryTest {

  private static final Labels LONG = Labels.of("a", "x".repeat(900));

  private Path folder;
  private final TestingClock clock = new TestingClock();
  private CollectorRegistry registry = new CollectorRegistry();

  @BeforeEach
  void setFolder(@TempDir Path parent) {
    folder = parent.resolve("data");
  }

  @Test
  void itIsNotReadyWhereNothingIsTakenAlsoWhileASmallQueueDropsAllThatIsOld() throws IOException {
    try (Delivery delivery = open()) {
      accept(delivery, 1500);
      clock.advance(Duration.ofSeconds(30));
      accept(delivery, 1500);
      assertThat(delivery.troubles()).isEmpty();
      clock.advance(Duration.ofSeconds(1));
      accept(delivery, 1500);
      assertThat(delivery.waiting(EventKind.METRIC)).hasSeconds(31);
      assertThat(delivery.waiting(EventKind.HEALTH_CHECK)).isZero();
      assertThat(delivery.troubles())
          .singleElement()
          .asString()
          .startsWith("metrics wait for Kafka, ")
          .contains("it has taken nothing for 31 s", " older ones were dropped");
    }
  }

  @Test
  void whatWasLeftBehindIsToldApartFromWhatCame() throws IOException {
    try (Delivery delivery = open()) {
      assertThat(delivery.leftBehind()).isZero();
      accept(delivery, 3);
    }
    registry = new CollectorRegistry();
    try (Delivery delivery = open()) {
      accept(delivery, 2);
      assertThat(delivery.leftBehind()).isEqualTo(3);
      assertThat(delivery.waiting()).isEqualTo(5);
    }
  }

  @Test
  void aFolderThatWasDeletedStillBelongsToOneAgent() throws IOException {
    try (Delivery delivery = open()) {
      accept(delivery, 1);
      Files.move(folder, folder.resolveSibling("gone"));
      delivery.flush();
      registry = new CollectorRegistry();
      assertThatThrownBy(this::open).isInstanceOf(FolderInUseException.class);
      accept(delivery, 2);
    }
    registry = new CollectorRegistry();
    try (Delivery delivery = open()) {
      assertThat(delivery.leftBehind()).isEqualTo(2);
    }
  }

  @Test
  void whoLosesItsFolderToAnotherAgentWritesNothingUntilThatEnds() throws IOException {
    Path others = Files.createDirectory(folder.resolveSibling("others"));
    Path link = Files.createSymbolicLink(folder.resolveSibling("link"), others);
    Files.createSymbolicLink(folder, Files.createDirectory(folder.resolveSibling("ours")));
    try (Delivery delivery = open()) {
      accept(delivery, 1);
      CollectorRegistry ours = registry;
      registry = new CollectorRegistry();
      try (Delivery other = open(others)) {
        assertThat(lost()).isZero();
        registry = ours;
        Files.move(link, folder, StandardCopyOption.ATOMIC_MOVE);
        delivery.flush();
        assertThat(delivery.offer(MetricEvent.of("m", LONG, 1, clock.instant()))).isFalse();
        assertThat(lost()).as("the sender still has it").isZero();
        assertThat(delivery.troubles())
            .singleElement()
            .asString()
            .contains("cannot be written to disk: ", "in use by another agent");
        accept(delivery, 2);
        assertThat(lost()).isEqualTo(2);
        assertThat(delivery.troubles())
            .singleElement()
            .asString()
            .contains("are lost", "in use by another agent");
        accept(other, 1);
      }
      delivery.flush();
      accept(delivery, 1);
      assertThat(lost()).isEqualTo(2);
      assertThat(delivery.troubles()).isEmpty();
    }
  }

  private double lost() {
    Double lost =
        registry.getSampleValue(
            "pointsman_agent_events_dropped_total",
            new String[] {"topic", "reason"},
            new String[] {"metrics", "unwritable"});
    return lost == null ? 0 : lost;
  }

  private Delivery open() throws IOException {
    return open(folder);
  }

  private Delivery open(Path data) throws IOException {
    var settings =
        new DeliverySettings(
            KafkaSettings.of("127.0.0.1:1"),
            "test",
            data,
            new QueueLimits(1 << 20, Duration.ofHours(1)),
            Duration.ZERO);
    return Delivery.openSteady(settings, clock, registry);
  }

  private void accept(Delivery delivery, int count) {
    for (int i = 0; i < count; i++) {
      delivery.accept(MetricEvent.of("m", LONG, i, clock.instant()));
    }
  }
}
