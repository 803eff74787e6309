package dev.pointsman.bench.candidate;

import dev.pointsman.event.Event;
import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.EventDecoder.Decoded;
import dev.pointsman.event.EventKind;
import dev.pointsman.job.alerting.RawEvent;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Reads checks with Pointsman's own decoder, of which every copy that Flink makes has its own. */
final class CheckDecoder implements Serializable {

  private static final long serialVersionUID = 1;

  /** One for each thread, as it wants to be. */
  private transient @Nullable EventDecoder decoder;

  /** Null where it cannot be taken in. */
  @Nullable Event decode(RawEvent raw) {
    if (decoder == null) {
      decoder = new EventDecoder(EventDecoder.EARLIEST);
    }
    return decoder.decode(EventKind.HEALTH_CHECK, raw.value(), Long.MAX_VALUE)
            instanceof Decoded.Accepted accepted
        ? accepted.event()
        : null;
  }
}
