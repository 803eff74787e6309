package dev.pointsman.job.alerting;

import dev.pointsman.alert.ActionRequest;
import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code action-requests}, of a transition that asks for actions: keyed by the cluster,
 * so that all that is asked of one cluster stays in order.
 */
final class ActionRequestRecord
    implements KafkaRecordSerializationSchema<Transition>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1;

  private final String topic;

  ActionRequestRecord(String topic) {
    this.topic = topic;
  }

  static boolean asksForActions(Transition transition) {
    return ActionRequest.of(transition).isPresent();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Transition transition, KafkaSinkContext context, @Nullable Long timestamp) {
    ActionRequest request = ActionRequest.of(transition).orElseThrow();
    return new ProducerRecord<>(
        topic, request.subject().getBytes(StandardCharsets.UTF_8), TransitionJson.write(request));
  }

  /** The sink looks in this topic for transactions that a failed attempt left open. */
  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
  }
}
