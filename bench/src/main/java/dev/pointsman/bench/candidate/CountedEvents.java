package dev.pointsman.bench.candidate;

import dev.pointsman.bench.recording.Recording;
import dev.pointsman.event.EventKind;
import dev.pointsman.job.alerting.RawEvent;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads a recording from its beginning, as the alerting job reads its topics, and counts each event
 * when it is handed to the first operator.
 */
public final class CountedEvents implements KafkaRecordDeserializationSchema<RawEvent> {

  private static final long serialVersionUID = 1;

  /** All events that this process has read so far; Flink's tasks run in this process. */
  public static final LongAdder READ = new LongAdder();

  /**
   * The source that every candidate has.
   *
   * @param bounded whether it ends with the recording
   */
  public static DataStream<RawEvent> of(
      Recording recording,
      StreamExecutionEnvironment env,
      WatermarkStrategy<RawEvent> watermarks,
      boolean bounded) {
    KafkaSourceBuilder<RawEvent> source =
        KafkaSource.<RawEvent>builder()
            .setProperties(recording.kafka().client())
            .setTopics(recording.topic())
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new CountedEvents());
    if (bounded) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return env.fromSource(source.build(), watermarks, "events", RawEvent.TYPE).uid("events");
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawEvent> out) {
    READ.increment();
    out.collect(
        new RawEvent(
            EventKind.HEALTH_CHECK,
            record.topic(),
            record.partition(),
            record.offset(),
            record.value()));
  }

  @Override
  public TypeInformation<RawEvent> getProducedType() {
    return RawEvent.TYPE;
  }
}
