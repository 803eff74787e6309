package dev.pointsman.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.collect.Collector;
import dev.pointsman.agent.collect.Poller;
import dev.pointsman.agent.delivery.QueueLimits;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.TestingKafka;
import dev.pointsman.connector.kafka.Topics;
import dev.pointsman.event.Labels;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AgentIdentity PROBE = new AgentIdentity("probe", "us-east-1", null);

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Finds one thing in each round. */
  private record OneFinding() implements Collector {

    @Override
    public String name() {
      return "testing";
    }

    @Override
    public String target() {
      return "a:1";
    }

    @Override
    public Duration interval() {
      return Duration.ofMillis(100);
    }

    @Override
    public Duration timeout() {
      return Duration.ofMillis(100);
    }

    @Override
    public void collect(EventSink sink) {
      sink.accept(MetricEvent.of("found", Labels.EMPTY, 1, Instant.now()));
    }

    @Override
    public void close() {}
  }

  @Test
  void whatPartsFindReachesKafkaWithTheHeartbeat() throws Exception {
    try (TestingKafka kafka = TestingKafka.start()) {
      kafka.createTopic(Topics.METRICS, 1);
      try (Agent agent = start(settings(kafka.settings()), poller())) {
        List<String> metrics = new ArrayList<>();
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  metrics.addAll(metrics(kafka));
                  return metrics.toString().contains("\"found\"")
                      && metrics.toString().contains("agent_checks_silent");
                });
        assertThat(metrics)
            .anyMatch(
                each ->
                    each.contains("\"metric\":\"agent_heartbeat\"")
                        && each.contains("\"agent\":\"probe\"")
                        && each.contains("\"observer\":\"us-east-1\""))
            .anyMatch(
                each ->
                    each.contains("\"metric\":\"agent_checks\"") && each.contains("\"value\":1.0"));
        await().atMost(PATIENCE).until(() -> get(agent, "/readyz").statusCode() == 200);
        assertThat(get(agent, "/metrics").body())
            .contains("pointsman_agent_events_accepted_total{topic=\"metrics\",}")
            .contains("pointsman_agent_queue_oldest_age_seconds{topic=\"health-checks\",} 0.0")
            .contains("pointsman_agent_collect_rounds_total{collector=\"testing\",outcome=\"ok\",}")
            .contains("jvm_memory_bytes_used");
      }
    }
  }

  @Test
  void itRunsWithoutKafkaAndSaysSo() throws Exception {
    try (Agent agent = start(settings(nowhere()), poller())) {
      assertThat(get(agent, "/healthz").statusCode()).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> agent.waiting() > 10);
      // What waits for a while is normal; after half a minute it is not.
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                HttpResponse<String> answer = get(agent, "/readyz");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("metrics wait for Kafka");
              });
    }
  }

  @Test
  void onlyWhatIsThereIsServedAndOnlyToWhoAsks() throws Exception {
    try (Agent agent = start(settings(nowhere()))) {
      assertThat(get(agent, "/").body()).contains("probe, observer us-east-1", "/metrics");
      assertThat(get(agent, "/metrics/deeper").statusCode()).isEqualTo(404);
      assertThat(get(agent, "/other").statusCode()).isEqualTo(404);
      HttpResponse<String> posted =
          client.send(
              HttpRequest.newBuilder(uri(agent, "/metrics"))
                  .POST(BodyPublishers.ofString("x"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(posted.statusCode()).isEqualTo(405);
      assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");
      HttpResponse<String> head =
          client.send(
              HttpRequest.newBuilder(uri(agent, "/metrics"))
                  .method("HEAD", BodyPublishers.noBody())
                  .build(),
              BodyHandlers.ofString());
      assertThat(head.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatIsInTheWayIsSaid() throws IOException {
    try (Agent agent = start(settings(nowhere()))) {
      assertThat(agent.address()).isPresent();
      assertThatThrownBy(() -> start(settings(nowhere())))
          .isInstanceOf(CannotStartAgentException.class)
          .hasMessageContaining("in use by another agent");
    }
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var listen = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
      AgentSettings settings = AgentSettings.of(PROBE, nowhere(), folder, listen);
      assertThatThrownBy(() -> start(settings))
          .isInstanceOf(CannotStartAgentException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining("--listen")
          .hasMessageContaining(":" + taken.getLocalPort());
    }
  }

  private AgentSettings settings(KafkaSettings kafka) {
    return new AgentSettings(
        PROBE,
        kafka,
        folder,
        QueueLimits.DEFAULT,
        Duration.ofMillis(500),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static Agent start(AgentSettings settings, AgentPart... parts) {
    return Agent.start(settings, List.of(parts), new CollectorRegistry());
  }

  private static Poller poller() {
    return new Poller(List.of(new OneFinding()));
  }

  /** A Kafka that is not there, under a name that is. */
  private static KafkaSettings nowhere() {
    return KafkaSettings.of("127.0.0.1:" + TestingProcess.freePort());
  }

  private HttpResponse<String> get(Agent agent, String path)
      throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(agent, path)).build(), BodyHandlers.ofString());
  }

  private static URI uri(Agent agent, String path) {
    Optional<InetSocketAddress> address = agent.address();
    return URI.create("http://127.0.0.1:" + address.orElseThrow().getPort() + path);
  }

  private static List<String> metrics(TestingKafka kafka) {
    var partition = new TopicPartition(Topics.METRICS, 0);
    var values = new ArrayList<String>();
    try (var consumer =
        new KafkaConsumer<>(
            kafka.settings().consumer(), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
    }
    return values;
  }
}
