package dev.pointsman.bench.candidate;

import dev.pointsman.event.Event;
import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.EventDecoder.Decoded;
import dev.pointsman.event.EventKind;
import dev.pointsman.job.alerting.RawEvent;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;

/**
 * A check as a peer decodes it, with Pointsman's own decoder.
 *
 * @param timestamp milliseconds since the epoch
 */
public record Check(
    String check, String target, String region, String observer, boolean down, long timestamp) {

  /** Decodes events; what cannot be read is dropped. */
  public static DataStream<Check> of(DataStream<RawEvent> events) {
    return events.flatMap(new Decode()).returns(Check.class).name("decode");
  }

  private static final class Decode extends RichFlatMapFunction<RawEvent, Check> {

    private static final long serialVersionUID = 1;

    /** One for each thread, as it wants to be. */
    private transient EventDecoder decoder;

    @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
    Decode() {}

    @Override
    public void open(OpenContext context) {
      decoder = new EventDecoder(EventDecoder.EARLIEST);
    }

    @Override
    public void flatMap(RawEvent raw, Collector<Check> out) {
      if (decoder.decode(EventKind.HEALTH_CHECK, raw.value(), Long.MAX_VALUE)
          instanceof Decoded.Accepted accepted) {
        Event event = accepted.event();
        out.collect(
            new Check(
                event.labels().getOrEmpty("check"),
                event.labels().getOrEmpty("target"),
                event.labels().getOrEmpty("region"),
                event.labels().getOrEmpty("observer"),
                event.measurements().get(0).value() != 0,
                event.timestamp()));
      }
    }
  }
}
