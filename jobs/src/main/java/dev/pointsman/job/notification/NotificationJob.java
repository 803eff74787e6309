package dev.pointsman.job.notification;

import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.Topics;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * The job that tells people: reads {@code alerts}, tells PagerDuty and Slack, and writes what was
 * given up to {@code undelivered-notifications} and what was no alert to {@code rejected-events}.
 */
public final class NotificationJob {

  public static final String NAME = "pointsman notification";

  /** How long to look for Kafka before saying that it is not there. */
  private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(10);

  private static final Duration PARTITION_DISCOVERY = Duration.ofSeconds(30);

  private NotificationJob() {}

  public static void main(String[] args) throws Exception {
    NotificationConfig config = NotificationConfig.parse(args);
    Topics.ensure(config.kafka(), KAFKA_PATIENCE);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, config);
    env.execute(NAME);
  }

  /** Puts the whole job into {@code env}. */
  public static void define(StreamExecutionEnvironment env, NotificationConfig config) {
    env.enableCheckpointing(config.checkpointInterval().toMillis());
    env.setBufferTimeout(0); // alerts are few, and each is waited for
    var settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.OBJECT_REUSE, true); // all that is passed on is immutable
    settings.set(ExecutionOptions.SNAPSHOT_COMPRESSION, true); // groups have much in common
    env.configure(settings);

    DataStream<RawAlert> alerts =
        env.fromSource(alerts(config), WatermarkStrategy.noWatermarks(), "alerts", RawAlert.TYPE)
            .uid("alerts");
    NotificationPipeline pipeline =
        NotificationPipeline.define(alerts, config.receivers(), config.policy(), config.width());
    pipeline
        .undelivered()
        .sinkTo(
            sink(
                config.kafka(),
                new JsonRecord<>(
                    Topics.UNDELIVERED_NOTIFICATIONS,
                    each -> each.transition().fingerprint(),
                    UndeliveredNotification::json)))
        .name(Topics.UNDELIVERED_NOTIFICATIONS)
        .uid("undelivered-notifications");
    pipeline
        .unreadable()
        .sinkTo(
            sink(
                config.kafka(),
                new JsonRecord<>(
                    Topics.REJECTED_EVENTS, each -> each.alert().topic(), UnreadableAlert::json)))
        .name(Topics.REJECTED_EVENTS)
        .uid("rejected-alerts");
  }

  @SuppressWarnings("deprecation") // the connector's signature
  private static KafkaSource<RawAlert> alerts(NotificationConfig config) {
    return KafkaSource.<RawAlert>builder()
        .setProperties(config.kafka().client())
        .setTopics(Topics.ALERTS)
        .setGroupId(config.group())
        .setProperty(
            KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
            Long.toString(PARTITION_DISCOVERY.toMillis()))
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new RawAlertSchema())
        .build();
  }

  private static <T> KafkaSink<T> sink(KafkaSettings kafka, JsonRecord<T> records) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaProducerConfig(kafka.client())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(records)
        .build();
  }

  /** Keeps the record's place and time beside its bytes. */
  private static final class RawAlertSchema implements KafkaRecordDeserializationSchema<RawAlert> {

    private static final long serialVersionUID = 1;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawAlert> out) {
      byte[] value = record.value() == null ? new byte[0] : record.value();
      out.collect(
          new RawAlert(
              record.topic(), record.partition(), record.offset(), record.timestamp(), value));
    }

    @Override
    public TypeInformation<RawAlert> getProducedType() {
      return RawAlert.TYPE;
    }
  }
}
