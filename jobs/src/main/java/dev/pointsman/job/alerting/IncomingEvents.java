package dev.pointsman.job.alerting;

import dev.pointsman.event.Event;
import dev.pointsman.rule.Route;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
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

  /** What is known of the routes that a sender told, by their numbers. */
  private static final class Told {
    private KnownSeries[] series = new KnownSeries[16];
    private int size;

    void add(KnownSeries next) {
      if (size == series.length) {
        series = Arrays.copyOf(series, 2 * size);
      }
      series[size++] = next;
    }
  }

  private final Map<Integer, Told> bySender = new HashMap<>();
  private ByteBuffer batch = ByteBuffer.allocate(0);
  private Told told = new Told();

  /** The numbers of some events of the batch, and where in it their times and values are. */
  private final int[] numbers = new int[MAX_AHEAD];

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
      bySender.put(sender, new Told());
    }
    Told ofSender = bySender.get(sender);
    if (ofSender == null) {
      throw new IllegalStateException(
          "events of sender "
              + sender
              + " came without their beginning; unaligned checkpoints"
              + " cannot be restored");
    }
    told = ofSender;
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
    while (size < MAX_AHEAD && batch.hasRemaining()) {
      numbers[size] = readNumber();
      int values = batch.get();
      places[size] = batch.position();
      batch.position(places[size] + Long.BYTES + values * Double.BYTES);
      size++;
    }
    for (int i = 0; i < size; i++) {
      unusedSum += told.series[numbers[i]].touch();
    }
    return size > 0;
  }

  private int readNumber() throws IOException {
    int number = batch.getInt();
    if (number == told.size) {
      var row = new byte[batch.getInt()];
      batch.get(row);
      told.add(new KnownSeries(Route.read(row)));
    }
    return number;
  }

  KnownSeries series() {
    return told.series[numbers[at]];
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
    Route route = series().route();
    int place = places[at];
    var values = new double[route.valueCount()];
    for (int i = 0; i < values.length; i++) {
      place += Long.BYTES;
      values[i] = batch.getDouble(place);
    }
    return route.event(timestamp(), values);
  }
}
