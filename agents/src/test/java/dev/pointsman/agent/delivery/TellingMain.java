package dev.pointsman.agent.delivery;

import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.connector.kafka.KafkaSettings;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A process that tells, without an end, and prints the number of each event once it is accepted.
 */
final class TellingMain {

  private TellingMain() {}

  /** Takes bootstrap servers, a folder and the number of the first event. */
  public static void main(String[] args) throws Exception {
    var settings =
        new DeliverySettings(
            KafkaSettings.of(args[0]),
            "test",
            Path.of(args[1]),
            QueueLimits.DEFAULT,
            Duration.ofSeconds(1));
    Delivery delivery = Delivery.open(settings, Clock.systemUTC(), new CollectorRegistry());
    for (long number = Long.parseLong(args[2]); ; number++) {
      delivery.accept(
          new HealthCheckEvent(
              "api", "t", "r", "o", true, null, null, Instant.ofEpochMilli(number)));
      System.out.println(number);
      System.out.flush();
    }
  }
}
