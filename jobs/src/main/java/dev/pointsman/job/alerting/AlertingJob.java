package dev.pointsman.job.alerting;

import dev.pointsman.alert.Transition;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The job that decides: reads the event topics, and writes {@code alerts} at least once, {@code
 * action-requests} exactly once and {@code rejected-events} at least once.
 */
public final class AlertingJob {

  public static final String NAME = "pointsman alerting";

  /** How long to look for Kafka before saying that it is not there. */
  private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(10);

  /** Below the broker's own limit of 15 minutes, above any checkpoint and restart. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(10);

  private static final Duration SOURCE_IDLE_AFTER = Duration.ofSeconds(5);
  private static final Duration PARTITION_DISCOVERY = Duration.ofSeconds(30);

  private AlertingJob() {}

  public static void main(String[] args) throws Exception {
    AlertingConfig config = AlertingConfig.parse(args);
    Topics.ensure(config.kafka(), KAFKA_PATIENCE);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    define(env, config);
    env.execute(NAME);
  }

  /** Puts the whole job into {@code env}. */
  public static void define(StreamExecutionEnvironment env, AlertingConfig config) {
    env.enableCheckpointing(config.checkpointInterval().toMillis(), CheckpointingMode.EXACTLY_ONCE);
    env.setBufferTimeout(config.bufferTimeout().toMillis());
    var settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.OBJECT_REUSE, true); // all that is passed on is immutable
    settings.set(ExecutionOptions.SNAPSHOT_COMPRESSION, true); // groups have much in common
    // Whoever goes on from batches that were under way would not know the routes told before them.
    settings.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    env.configure(settings);

    var pipeline =
        AlertingPipeline.define(
            "",
            events(env, config),
            new KafkaRuleFeed(config.kafka(), Topics.ALERT_RULES),
            Silence.BY_WALL_CLOCK,
            new EventAge(EventAge.LIVE.earliestMillis(), config.maxAhead().toMillis()),
            config.retention());
    pipeline
        .transitions()
        .sinkTo(
            sink(config.kafka(), new TransitionRecord(Topics.ALERTS))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build())
        .name(Topics.ALERTS)
        .uid("alerts");
    pipeline
        .transitions()
        .filter(ActionRequestRecord::asksForActions)
        .name("transitions that ask for actions")
        .uid("action-requests-filter")
        .sinkTo(actionRequests(config))
        .name(Topics.ACTION_REQUESTS)
        .uid("action-requests");
    pipeline
        .rejected()
        .sinkTo(
            sink(config.kafka(), new RejectedEventRecord(Topics.REJECTED_EVENTS))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build())
        .name(Topics.REJECTED_EVENTS)
        .uid("rejected-events");
  }

  @SuppressWarnings("deprecation") // the connector's own parameter is of Kafka's deprecated type
  private static DataStream<RawEvent> events(
      StreamExecutionEnvironment env, AlertingConfig config) {
    Properties properties = config.kafka().client();
    properties.put(
        KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
        Long.toString(PARTITION_DISCOVERY.toMillis()));
    KafkaSource<RawEvent> source =
        KafkaSource.<RawEvent>builder()
            .setProperties(properties)
            .setTopics(Arrays.asList(Topics.HEALTH_CHECKS, Topics.REPLICATION_LAG, Topics.METRICS))
            .setGroupId(config.group())
            .setStartingOffsets(
                OffsetsInitializer.committedOffsets(
                    config.fromEarliest()
                        ? OffsetResetStrategy.EARLIEST
                        : OffsetResetStrategy.LATEST))
            .setDeserializer(new KafkaEvents())
            .build();
    return env.fromSource(
            source,
            WatermarkStrategy.<RawEvent>noWatermarks().withIdleness(SOURCE_IDLE_AFTER),
            "events",
            RawEvent.TYPE)
        .uid("events");
  }

  private static KafkaSink<Transition> actionRequests(AlertingConfig config) {
    return sink(config.kafka(), new ActionRequestRecord(Topics.ACTION_REQUESTS))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(config.group() + "-action-requests")
        // A few ids that are used again: one for each checkpoint would stay in the brokers for
        // days.
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setProperty(
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            Long.toString(TRANSACTION_TIMEOUT.toMillis()))
        .build();
  }

  private static <T> KafkaSinkBuilder<T> sink(
      KafkaSettings kafka, KafkaRecordSerializationSchema<T> records) {
    Properties properties = kafka.client();
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    return KafkaSink.<T>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaProducerConfig(properties)
        .setRecordSerializer(records);
  }
}
