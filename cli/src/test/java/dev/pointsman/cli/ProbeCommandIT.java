package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.pointsman.connector.kafka.TestingKafka;
import dev.pointsman.connector.kafka.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probe as people run it, before a real service and a real Kafka. */
class ProbeCommandIT {

  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private HttpServer service;
  private volatile int status = 200;

  @BeforeEach
  void startService() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/health",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(status, -1);
          }
        });
    service.start();
  }

  @AfterEach
  void stopService() {
    service.stop(0);
  }

  @Test
  void whatIsFoundWhileKafkaIsAwayArrivesInOrderWithItsTimes() throws Exception {
    try (TestingKafka kafka = TestingKafka.start()) {
      kafka.createTopic(Topics.HEALTH_CHECKS, 1);
      kafka.createTopic(Topics.METRICS, 1);
      try (PointsmanProcess agent =
          probe(kafka.bootstrapServers(), "interval: 250ms, timeout: 200ms")) {
        agent.awaitLine("running; stop it with Ctrl-C");
        await().atMost(LONG).until(() -> checks(kafka).size() >= 5);
        kafka.stop();
        status = 503;
        long waited = sample(agent, "pointsman_agent_events_accepted_total") + 20;
        await()
            .atMost(LONG)
            .until(() -> sample(agent, "pointsman_agent_events_accepted_total") >= waited);
        agent.kill();
      }
      kafka.startAgain();
      try (PointsmanProcess agent =
          probe(kafka.bootstrapServers(), "interval: 250ms, timeout: 200ms")) {
        agent.awaitLine("running; stop it with Ctrl-C");
        await()
            .atMost(LONG)
            .until(
                () ->
                    checks(kafka).stream().filter(each -> each.value().contains("down")).count()
                        >= 20);
        agent.terminate();
        assertThat(agent.exitCode()).as(agent.output()).isZero();
        assertThat(agent.output()).contains("stopped; Kafka has all readings");
      }
      List<ConsumerRecord<String, String>> checks = checks(kafka);
      assertThat(checks)
          .allMatch(each -> each.value().contains("\"timestamp\":" + each.timestamp()));
      assertThat(checks.stream().map(ConsumerRecord::timestamp).distinct()).isSorted();
    }
  }

  @Test
  void theLogSaysOnceWhenATargetGoesDownAndWhyAndWhenItIsUpAgain() throws Exception {
    String target = "api of 127.0.0.1:" + service.getAddress().getPort() + " in us-west-2 is ";
    try (PointsmanProcess agent = probe("localhost:1", "interval: 3, timeout: 3")) {
      agent.awaitLine("running; stop it with Ctrl-C");
      status = 503;
      agent.awaitLine(target + "down: status 503, expected 2xx");
      long told = sample(agent, "pointsman_agent_events_accepted_total");
      await()
          .atMost(LONG)
          .until(() -> sample(agent, "pointsman_agent_events_accepted_total") >= told + 10);
      status = 200;
      agent.awaitLine(target + "up again");
      assertThat(agent.output().lines().filter(line -> line.contains(target + "down"))).hasSize(1);
    }
  }

  @Test
  void onceShowsWhatIsUpAndWhatIsDown() throws IOException {
    String config = configuration("interval: 60, timeout: 30").toString();
    Ran well = Ran.pointsman("probe", "--config", config, "--observer", "me", "--once");
    assertThat(well.exitCode()).as(well.err()).isZero();
    assertThat(well.out()).contains("api", "us-west-2", " up ");
    status = 503;
    Ran broken = Ran.pointsman("probe", "--config", config, "--observer", "me", "--once");
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.out()).contains("DOWN", "503");
  }

  @Test
  void everythingThatIsWrongWithTheConfigurationIsSaidWithItsPlace() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            """
            health_checks:
              endpoints:
                - {name: api, url: /health, interval: never}
                - {name: database, type: tpc, port: 5432, interval: 15}
                - {name: admin, url: "https://localhost/", tls: {ca_file: none.pem}}
            """);
    Ran ran = Ran.pointsman("probe", "--config", config.toString(), "--observer", "me");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().lines())
        .anyMatch(each -> each.startsWith(config + ":3:"))
        .anyMatch(each -> each.startsWith(config + ":4:"))
        .anyMatch(each -> each.startsWith(config + ":5:63: ca_file: there is no file "));
  }

  private PointsmanProcess probe(String bootstrapServers, String timing) throws IOException {
    return PointsmanProcess.start(
        List.of(
            "probe",
            "--config",
            configuration(timing).toString(),
            "--observer",
            "us-east-1",
            "--bootstrap-servers",
            bootstrapServers,
            "--data",
            folder.resolve("data").toString(),
            "--listen",
            "0"));
  }

  private Path configuration(String timing) throws IOException {
    return Files.writeString(
        folder.resolve("ha.yaml"),
        """
        regions:
          primary: {name: us-west-2, base_url: "http://127.0.0.1:%d"}
        health_checks:
          endpoints:
            - {name: api, url: /health, %s}
        """
            .formatted(service.getAddress().getPort(), timing));
  }

  /** The sum over all labels of a metric of the agent. */
  private static long sample(PointsmanProcess agent, String metric)
      throws IOException, InterruptedException {
    String metrics =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(agent.address("metrics"))).build(),
                BodyHandlers.ofString())
            .body();
    return metrics
        .lines()
        .filter(line -> line.startsWith(metric + "{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static List<ConsumerRecord<String, String>> checks(TestingKafka kafka) {
    var records = new ArrayList<ConsumerRecord<String, String>>();
    var partition = new TopicPartition(Topics.HEALTH_CHECKS, 0);
    try (var consumer =
        new KafkaConsumer<>(
            kafka.settings().consumer(), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
    }
    return records;
  }
}
