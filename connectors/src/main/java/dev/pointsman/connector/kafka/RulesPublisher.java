package dev.pointsman.connector.kafka;

import dev.pointsman.rule.AlertRule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Changes the rules topic; a call that returns has reached all in-sync replicas of Kafka. */
public final class RulesPublisher implements AutoCloseable {

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final String topic;
  private final RuleWriter writer;
  private final KafkaProducer<byte[], byte @Nullable []> producer;

  public RulesPublisher(KafkaSettings settings, String topic, RuleWriter writer) {
    this.settings = settings;
    this.topic = topic;
    this.writer = writer;
    try {
      this.producer =
          new KafkaProducer<>(
              settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw settings.unavailable(e);
    }
  }

  /** Adds the rules, each in place of the one with its name. */
  public void put(Collection<AlertRule> rules) throws InterruptedException {
    send(rules.stream().map(rule -> change(rule.name(), writer.write(rule))).toList());
  }

  /** Removes the rules of these names; a name that is not there is no error. */
  public void delete(Collection<String> names) throws InterruptedException {
    send(names.stream().map(name -> change(name, null)).toList());
  }

  @Override
  public void close() {
    producer.close(CLOSE_PATIENCE);
  }

  private ProducerRecord<byte[], byte @Nullable []> change(String name, byte @Nullable [] value) {
    return new ProducerRecord<>(topic, name.getBytes(StandardCharsets.UTF_8), value);
  }

  private void send(List<ProducerRecord<byte[], byte @Nullable []>> changes)
      throws InterruptedException {
    try {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (var change : changes) {
        sent.add(producer.send(change));
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (ExecutionException | KafkaException e) {
      throw new KafkaUnavailableException(
          "cannot write to topic "
              + topic
              + " of Kafka at "
              + settings.bootstrapServers()
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
