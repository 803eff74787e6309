package dev.pointsman.bench.candidate;

import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.EventDecoder.Decoded;
import dev.pointsman.job.alerting.RawEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Decodes {@link EventDecoder#MAX_ADDED} events together, as the alerting job does, and passes on
 * those that can be taken in. What is left waits for the end of the input, and for nothing else: it
 * takes part in no checkpoint.
 */
final class DecodeTogether extends AbstractStreamOperator<RawEvent>
    implements OneInputStreamOperator<RawEvent, RawEvent> {

  private static final long serialVersionUID = 1;

  private transient EventDecoder decoder;
  private transient List<RawEvent> added;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
  DecodeTogether() {}

  @Override
  public void open() throws Exception {
    super.open();
    decoder = new EventDecoder(EventDecoder.EARLIEST);
    added = new ArrayList<>(EventDecoder.MAX_ADDED);
  }

  @Override
  public void processElement(StreamRecord<RawEvent> element) {
    RawEvent raw = element.getValue();
    decoder.add(raw.kind(), raw.value());
    added.add(raw);
    if (added.size() == EventDecoder.MAX_ADDED) {
      decodeAdded();
    }
  }

  private void decodeAdded() {
    for (RawEvent raw : added) {
      if (decoder.next(Long.MAX_VALUE) instanceof Decoded.Accepted) {
        output.collect(new StreamRecord<>(raw));
      }
    }
    added.clear();
  }

  @Override
  public void finish() throws Exception {
    decodeAdded();
    super.finish();
  }
}
