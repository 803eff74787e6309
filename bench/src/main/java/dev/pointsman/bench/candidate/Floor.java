package dev.pointsman.bench.candidate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.pointsman.bench.report.Setup;
import dev.pointsman.job.alerting.RawEvent;
import java.io.IOException;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The floors, which read and decide nothing: what it costs before anything is decided. */
public final class Floor {

  public static final String CONSUMER = "floor: consumer loop";
  public static final String BYTES = "floor: Kafka source";
  public static final String DECODED = "floor: Kafka source, EventDecoder";
  public static final String TOGETHER = "floor: Kafka source, EventDecoder, 32 at once";
  public static final String TREE = "floor: Kafka source, Jackson tree";

  /** Those that decode. */
  public static final Set<String> DECODING = Set.of(DECODED, TOGETHER, TREE);

  private static final ObjectReader TREES = new ObjectMapper().readerFor(JsonNode.class);

  private Floor() {}

  private static Setup setup(String name, int series) {
    return new Setup(name, Setup.Kind.FLOOR, null, 0, 0, series, 1, BenchCluster.HEAP, null);
  }

  public static Candidate consumer(int series) {
    return new ConsumerLoop(setup(CONSUMER, series));
  }

  public static Candidate bytes(int series) {
    return job(BYTES, series, raw -> true);
  }

  public static Candidate decoded(int series) {
    var decoder = new CheckDecoder();
    return job(DECODED, series, raw -> decoder.decode(raw) != null);
  }

  public static Candidate together(int series) {
    return new JobCandidate(
        setup(TOGETHER, series),
        WatermarkStrategy.noWatermarks(),
        events ->
            events
                .transform("decode", RawEvent.TYPE, new DecodeTogether())
                .sinkTo(new DiscardingSink<>()));
  }

  public static Candidate tree(int series) {
    return job(TREE, series, Floor::isTree);
  }

  private static Candidate job(String name, int series, FilterFunction<RawEvent> readable) {
    return new JobCandidate(
        setup(name, series),
        WatermarkStrategy.noWatermarks(),
        events -> events.filter(readable).sinkTo(new DiscardingSink<>()));
  }

  private static boolean isTree(RawEvent raw) throws IOException {
    JsonNode tree = TREES.readTree(raw.value());
    return tree.has("check");
  }
}
