package dev.pointsman.job.alerting;

import dev.pointsman.event.Event;
import dev.pointsman.rule.Route;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@link OutgoingEvents} wrote, one event after another, and knows the series that were
 * told of. For one thread.
 */
public final class IncomingEvents {

  private final Map<Integer, List<KnownSeries>> bySender = new HashMap<>();
  private ByteBuffer batch = ByteBuffer.allocate(0);
  private List<KnownSeries> known = new ArrayList<>();

  /** Makes a batch the one whose events come {@link #next}. */
  public void begin(EventBatch received) {
    batch = ByteBuffer.wrap(received.bytes());
    int sender = batch.getInt();
    if (batch.get() == OutgoingEvents.BEGINS) {
      bySender.put(sender, new ArrayList<>());
    }
    List<KnownSeries> ofSender = bySender.get(sender);
    if (ofSender == null) {
      throw new IllegalStateException(
          "events of sender "
              + sender
              + " came without their beginning; unaligned checkpoints"
              + " cannot be restored");
    }
    known = ofSender;
  }

  public boolean hasNext() {
    return batch.hasRemaining();
  }

  /** The next event. */
  public Event next() throws IOException {
    return nextEvent(nextSeries().route());
  }

  /** The series of the next event, which has to be read before another. */
  KnownSeries nextSeries() throws IOException {
    int number = batch.getInt();
    if (number < known.size()) {
      return known.get(number);
    }
    var row = new byte[batch.getInt()];
    batch.get(row);
    var series = new KnownSeries(Route.read(row));
    known.add(series);
    return series;
  }

  Event nextEvent(Route route) {
    long timestamp = batch.getLong();
    var values = new double[route.valueCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = batch.getDouble();
    }
    return route.event(timestamp, values);
  }
}
