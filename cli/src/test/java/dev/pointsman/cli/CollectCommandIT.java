package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pointsman.connector.kafka.TestingKafka;
import dev.pointsman.connector.kafka.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent as people run it: with Kafka away, stopped, and told wrong things. */
class CollectCommandIT {

  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void readingsOfAnOutageArriveAndStoppingIsNoFailure() throws Exception {
    Path config = cacheThatIsNotThere();
    try (TestingKafka kafka = TestingKafka.start()) {
      kafka.createTopic(Topics.METRICS, 1);
      kafka.stop();
      try (PointsmanProcess agent = collect(config, kafka)) {
        agent.awaitLine("redis orders-cache every 1 s");
        agent.awaitLine("running; stop it with Ctrl-C");
        agent.awaitLine("note: cannot reach Kafka at " + kafka.bootstrapServers() + ": connection");
        assertThat(status(agent.address("metrics"))).isEqualTo(200);
        kafka.startAgain();
        await().atMost(LONG).until(() -> metrics(kafka).toString().contains("collector_up"));
        agent.terminate();
        assertThat(agent.exitCode()).as(agent.output()).isZero();
        assertThat(agent.output()).contains("stopped; Kafka has all readings");
      }
      List<String> metrics = metrics(kafka);
      assertThat(metrics).anyMatch(each -> each.contains("\"agent_heartbeat\""));
      assertThat(metrics)
          .filteredOn(each -> each.contains("\"collector_up\""))
          .allMatch(each -> each.contains("\"observer\":\"us-east-1\""))
          .allMatch(each -> each.contains("\"target\":\"orders-cache\""));
    }
  }

  @Test
  void whatIsLeftWhenItStopsIsSentByTheNext() throws Exception {
    Path config = cacheThatIsNotThere();
    try (TestingKafka kafka = TestingKafka.start()) {
      kafka.createTopic(Topics.METRICS, 1);
      kafka.stop();
      try (PointsmanProcess agent = collect(config, kafka)) {
        agent.awaitLine("running");
        agent.terminate();
        assertThat(agent.exitCode()).as(agent.output()).isZero();
        assertThat(agent.output()).contains("wait on disk for the next start");
      }
      kafka.startAgain();
      try (PointsmanProcess agent = collect(config, kafka)) {
        agent.awaitLine("from before are sent first");
        await().atMost(LONG).until(() -> !metrics(kafka).isEmpty());
      }
    }
  }

  @Test
  void onceShowsWhatItFindsAndNeedsNoKafka() throws IOException {
    Ran ran =
        Ran.pointsman(
            "collect", "--config", cacheThatIsNotThere().toString(), "--observer", "o", "--once");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out())
        .contains("collector_up{collector=\"redis\",observer=\"o\",target=\"orders-cache\"} 0")
        .contains("no answer:       redis orders-cache", "1 of 1 system did not answer");
  }

  @Test
  void onceTriesThatAPortCanBeListenedOn() throws IOException {
    Path config;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      config = write("remote_write: {listen: \"127.0.0.1:%d\"}".formatted(socket.getLocalPort()));
      Ran taken = once(config);
      assertThat(taken.exitCode()).isEqualTo(1);
      assertThat(taken.err()).contains("remote write: cannot listen on 127.0.0.1:");
    }
    Ran free = once(config);
    assertThat(free.err()).isEmpty();
    assertThat(free.exitCode()).isZero();
    assertThat(free.out()).contains("remote write   http://127.0.0.1:", " can be listened on");
  }

  private static Ran once(Path config) {
    return Ran.pointsman("collect", "--config", config.toString(), "--observer", "o", "--once");
  }

  private PointsmanProcess collect(Path config, TestingKafka kafka) throws IOException {
    return PointsmanProcess.start(
        List.of(
            "collect",
            "--config",
            config.toString(),
            "--observer",
            "us-east-1",
            "--bootstrap-servers",
            kafka.bootstrapServers(),
            "--data",
            folder.resolve("data").toString(),
            "--listen",
            "0"));
  }

  /** A configuration whose cache nobody answers for. */
  private Path cacheThatIsNotThere() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    return write(
        """
        cache:
          type: redis
          mode: cluster
          name: orders-cache
          addresses: ["127.0.0.1:%d"]
          interval: 1
          timeout: 1
        """
            .formatted(port));
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("ha.yaml"), yaml);
  }

  private static int status(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static List<String> metrics(TestingKafka kafka) {
    var values = new ArrayList<String>();
    var partition = new TopicPartition(Topics.METRICS, 0);
    try (var consumer =
        new KafkaConsumer<>(
            kafka.settings().consumer(), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
    }
    return values;
  }
}
