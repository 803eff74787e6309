package dev.pointsman.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaReachabilityIT {

  private static final Duration PATIENCE = Duration.ofMillis(1500);

  @Test
  void aRunningKafkaIsReachable() {
    try (TestingKafka kafka = TestingKafka.start()) {
      kafka.settings().requireReachable(Duration.ofSeconds(10));
    }
  }

  @Test
  void anAddressWhereNobodyListensIsNamed() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(() -> KafkaSettings.of("127.0.0.1:" + port).requireReachable(PATIENCE))
        .isInstanceOf(KafkaUnavailableException.class)
        .hasMessage("cannot reach Kafka at 127.0.0.1:" + port + ": connection refused");
    assertThat(KafkaSettings.of("127.0.0.1:" + port).silence())
        .isEqualTo("no broker answers at 127.0.0.1:" + port + ": connection refused");
  }

  @Test
  void anAddressThatNeverAnswersIsNamed() throws IOException {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      assertThatThrownBy(() -> KafkaSettings.of(address).requireReachable(PATIENCE))
          .isInstanceOf(KafkaUnavailableException.class)
          .hasMessage("cannot reach Kafka at " + address);
      assertThat(KafkaSettings.of(address).silence())
          .startsWith("no broker answers at " + address + ": something listens");
    }
  }

  @Test
  void anAddressWithoutAPortIsNamed() {
    assertThatThrownBy(() -> KafkaSettings.of("kafka").requireReachable(PATIENCE))
        .isInstanceOf(KafkaUnavailableException.class)
        .hasMessageStartingWith("cannot reach Kafka at kafka: ");
  }
}
