package dev.pointsman.job.notification;

import dev.pointsman.connector.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ParameterTool;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Wires the notification job to Kafka, to its receivers and to its command line. */
public final class NotificationJob {

  private static final String BOOTSTRAP_SERVERS = "bootstrap-servers";
  private static final String CLIENT_PROPERTIES = "client-properties";
  private static final String GROUP_ID = "group-id";
  private static final String WIDTH = "width";
  private static final String CHECKPOINT_INTERVAL = "checkpoint-interval-ms";
  private static final Set<String> OPTIONS =
      new TreeSet<>(
          Set.of(BOOTSTRAP_SERVERS, CLIENT_PROPERTIES, GROUP_ID, WIDTH, CHECKPOINT_INTERVAL));

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration NEW_PARTITIONS = Duration.ofSeconds(30);

  private NotificationJob() {}

  /**
   * Runs the job: {@code --bootstrap-servers HOST:PORT}, else the variable {@code
   * KAFKA_BOOTSTRAP_SERVERS}; {@code --client-properties FILE} for TLS and SASL; {@code
   * --group-id}, {@code --width} and {@code --checkpoint-interval-ms}. The receivers are those of
   * the TaskManagers' environment.
   */
  public static void main(String[] args) throws Exception {
    ParameterTool options = ParameterTool.fromArgs(args);
    NotificationConfig config = config(options, System.getenv());
    config.kafka().requireReachable(PATIENCE);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.enableCheckpointing(options.getLong(CHECKPOINT_INTERVAL, 10_000));
    env.getConfig().enableObjectReuse();
    define(env, config);
    env.execute("pointsman notification");
  }

  static NotificationConfig config(ParameterTool options, Map<String, String> environment)
      throws IOException {
    var unknown = new TreeSet<>(options.toMap().keySet());
    unknown.removeAll(OPTIONS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown options " + unknown + "; there are " + OPTIONS);
    }
    String servers = options.get(BOOTSTRAP_SERVERS, environment.get("KAFKA_BOOTSTRAP_SERVERS"));
    if (servers == null) {
      throw new IllegalArgumentException(
          "--bootstrap-servers is missing, and KAFKA_BOOTSTRAP_SERVERS is not set");
    }
    KafkaSettings kafka =
        options.has(CLIENT_PROPERTIES)
            ? KafkaSettings.load(servers, Path.of(options.get(CLIENT_PROPERTIES)))
            : KafkaSettings.of(servers);
    NotificationConfig usual = NotificationConfig.of(kafka, new EnvironmentReceivers());
    return new NotificationConfig(
        kafka,
        options.get(GROUP_ID, usual.groupId()),
        usual.alertsTopic(),
        usual.undeliveredTopic(),
        usual.rejectedTopic(),
        usual.receivers(),
        usual.policy(),
        options.getInt(WIDTH, usual.width()));
  }

  /** Adds the job to an environment, whose checkpoints are the caller's to configure. */
  public static void define(StreamExecutionEnvironment env, NotificationConfig config) {
    DataStream<RawAlert> alerts =
        env.fromSource(alerts(config), WatermarkStrategy.noWatermarks(), "alerts", RawAlert.TYPE)
            .uid("alerts");
    NotificationPipeline pipeline =
        NotificationPipeline.define(alerts, config.receivers(), config.policy(), config.width());
    pipeline
        .undelivered()
        .sinkTo(
            sink(
                config,
                config.undeliveredTopic(),
                each -> each.transition().fingerprint().getBytes(StandardCharsets.UTF_8),
                UndeliveredNotification::json))
        .name("undelivered notifications")
        .uid("undelivered-notifications");
    pipeline
        .unreadable()
        .sinkTo(
            sink(
                config,
                config.rejectedTopic(),
                each -> each.alert().topic().getBytes(StandardCharsets.UTF_8),
                UnreadableAlert::json))
        .name("rejected alerts")
        .uid("rejected-alerts");
  }

  @SuppressWarnings("deprecation") // the connector's signature
  private static KafkaSource<RawAlert> alerts(NotificationConfig config) {
    return KafkaSource.<RawAlert>builder()
        .setProperties(config.kafka().client())
        .setTopics(config.alertsTopic())
        .setGroupId(config.groupId())
        .setProperty("partition.discovery.interval.ms", Long.toString(NEW_PARTITIONS.toMillis()))
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new RawAlertSchema())
        .build();
  }

  private static <T> KafkaSink<T> sink(
      NotificationConfig config,
      String topic,
      SerializationSchema<T> key,
      SerializationSchema<T> value) {
    return KafkaSink.<T>builder()
        .setKafkaProducerConfig(config.kafka().client())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(
            KafkaRecordSerializationSchema.<T>builder()
                .setTopic(topic)
                .setKeySerializationSchema(key)
                .setValueSerializationSchema(value)
                .build())
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
