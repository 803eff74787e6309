package dev.pointsman.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

  private final Path folder;

  EmbeddedKafkaIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void whatWasWrittenIsThereAfterARestartOnAnotherPort() throws Exception {
    try (EmbeddedKafka kafka = start()) {
      kafka.ensureTopics(2);
      write(kafka.bootstrapServers(), "one", Map.of());
    }
    try (EmbeddedKafka kafka = start()) {
      kafka.ensureTopics(2);
      write(kafka.bootstrapServers(), "two", Map.of());
      assertThat(read(kafka.bootstrapServers(), 2)).containsExactly("one", "two");
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
    for (int round = 0; round < 2; round++) {
      try (ChildProcess child = ChildProcess.start(KafkaMain.class, folder.toString())) {
        String bootstrap = child.awaitLine("bootstrap ");
        write(bootstrap, "in transaction " + round, Map.of("transactional.id", "writer"));
        child.kill();
      }
    }
    try (DataFolder data = DataFolder.open(folder);
        EmbeddedKafka kafka = EmbeddedKafka.start(data.kafka(), freePort())) {
      assertThat(read(kafka.bootstrapServers(), 2))
          .containsExactly("in transaction 0", "in transaction 1");
    }
  }

  @Test
  void topicsThatExistAreLeftAsTheyAre() throws Exception {
    try (EmbeddedKafka kafka = start()) {
      kafka.ensureTopics(2);
      kafka.ensureTopics(7);
      try (Admin admin = Admin.create(client(kafka.bootstrapServers()))) {
        var topics = admin.describeTopics(List.of("alerts", "alert-rules")).allTopicNames().get();
        assertThat(topics.values())
            .extracting(topic -> topic.name() + " " + topic.partitions().size())
            .containsExactlyInAnyOrder("alerts 2", "alert-rules 1");
      }
    }
  }

  @Test
  void aPortThatIsTakenIsNamedWithItsOption() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> LoopbackPort.claim(other.getLocalPort(), "Kafka", "--kafka-port"))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("port " + other.getLocalPort() + " for Kafka is taken")
          .hasMessageContaining("--kafka-port");
    }
  }

  @Test
  void aPortLostBetweenClaimAndStartIsNamedToo() throws Exception {
    LoopbackPort port = freePort();
    try (var other = new ServerSocket(port.number(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(other.isBound()).isTrue();
      assertThatThrownBy(() -> EmbeddedKafka.start(folder.resolve("kafka"), port))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("port " + port.number() + " for Kafka is taken");
    }
  }

  @Test
  void aFolderThatAnotherKafkaUsesIsNamed() {
    try (EmbeddedKafka kafka = start()) {
      assertThat(kafka.bootstrapServers()).startsWith("127.0.0.1:");
      assertThatThrownBy(this::start)
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("is in use");
    }
  }

  private EmbeddedKafka start() {
    return EmbeddedKafka.start(folder.resolve("kafka"), freePort());
  }

  private static LoopbackPort freePort() {
    return LoopbackPort.claim(0, "Kafka", "--kafka-port");
  }

  private static Map<String, Object> client(String bootstrapServers) {
    return Map.of("bootstrap.servers", bootstrapServers);
  }

  private static void write(String bootstrapServers, String value, Map<String, Object> more)
      throws Exception {
    var settings = new HashMap<>(client(bootstrapServers));
    settings.putAll(more);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      var record = new ProducerRecord<String, String>("alerts", 0, null, value);
      if (more.containsKey("transactional.id")) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(record).get();
        producer.commitTransaction();
      } else {
        producer.send(record).get();
      }
    }
  }

  private static List<String> read(String bootstrapServers, int count) {
    var settings = new HashMap<>(client(bootstrapServers));
    settings.put("auto.offset.reset", "earliest");
    settings.put("isolation.level", "read_committed");
    var values = new ArrayList<String>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition("alerts", 0)));
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}
