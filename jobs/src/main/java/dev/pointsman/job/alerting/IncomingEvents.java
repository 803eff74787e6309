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

  /**
   * Of so many events, what is known of their series is looked at before the first of them is
   * taken: it lies anywhere in memory, and to wait for all at once takes as long as to wait for
   * one.
   */
  private static final int MAX_AHEAD = 32;

  private final Map<Integer, List<KnownSeries>> bySender = new HashMap<>();
  private ByteBuffer batch = ByteBuffer.allocate(0);
  private List<KnownSeries> known = new ArrayList<>();

  /** Some events of the batch, and where in it their times and values are. */
  private final KnownSeries[] series = new KnownSeries[MAX_AHEAD];

  private final int[] places = new int[MAX_AHEAD];
  private int size;
  private int at;

  /** Keeps what was read for nothing else from being left out. */
  private int unusedSum;

  /** Makes a batch the one whose events come {@link #next}; the one before has to be at its end. */
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
    at = 0;
    size = 0;
  }

  /** Goes on to the next event of the batch, if there is one. */
  public boolean next() throws IOException {
    at++;
    if (at < size) {
      return true;
    }
    at = 0;
    size = 0;
    while (size < series.length && batch.hasRemaining()) {
      series[size] = readSeries();
      int values = batch.get();
      places[size] = batch.position();
      batch.position(places[size] + Long.BYTES + values * Double.BYTES);
      size++;
    }
    for (int i = 0; i < size; i++) {
      unusedSum += series[i].touch();
    }
    return size > 0;
  }

  private KnownSeries readSeries() throws IOException {
    int number = batch.getInt();
    if (number < known.size()) {
      return known.get(number);
    }
    var row = new byte[batch.getInt()];
    batch.get(row);
    var told = new KnownSeries(Route.read(row));
    known.add(told);
    return told;
  }

  KnownSeries series() {
    return series[at];
  }

  /** Of the event, in milliseconds since the epoch. */
  long timestamp() {
    return batch.getLong(places[at]);
  }

  /** The first of the event's values. */
  double value() {
    return batch.getDouble(places[at] + Long.BYTES);
  }

  /** The event, as much of it as its group wants. */
  public Event event() {
    Route route = series[at].route();
    int place = places[at];
    var values = new double[route.valueCount()];
    for (int i = 0; i < values.length; i++) {
      place += Long.BYTES;
      values[i] = batch.getDouble(place);
    }
    return route.event(timestamp(), values);
  }
}
