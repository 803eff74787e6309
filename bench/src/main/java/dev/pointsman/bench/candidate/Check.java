package dev.pointsman.bench.candidate;

import dev.pointsman.event.Event;
import dev.pointsman.job.alerting.RawEvent;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * A check as a peer decodes it, with Pointsman's own decoder.
 *
 * @param timestamp milliseconds since the epoch
 */
public record Check(
    String check, String target, String region, String observer, boolean down, long timestamp) {

  /** Decodes events; what cannot be read is dropped. */
  public static DataStream<Check> of(DataStream<RawEvent> events) {
    var decoder = new CheckDecoder();
    return events
        .<Check>flatMap(
            (raw, out) -> {
              Event event = decoder.decode(raw);
              if (event != null) {
                out.collect(of(event));
              }
            })
        .returns(Check.class)
        .name("decode");
  }

  /** What rules match and nothing else, so that it is the same for many targets. */
  public Check labels() {
    return new Check(check, "", region, observer, false, 0);
  }

  private static Check of(Event event) {
    return new Check(
        event.labels().getOrEmpty("check"),
        event.labels().getOrEmpty("target"),
        event.labels().getOrEmpty("region"),
        event.labels().getOrEmpty("observer"),
        event.measurements().get(0).value() != 0,
        event.timestamp());
  }
}
