package dev.pointsman.job.alerting;

import dev.pointsman.event.Event;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.Route;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.jspecify.annotations.Nullable;

/**
 * Gathers events for each subtask of the judge. A route is told to the subtask with its first
 * event; all others have but the number under which it was told. For one thread.
 *
 * <p>A batch is the sender's index, whether its numbers begin anew with this batch, and the events:
 * each the number of its route, that route behind its length where the number is the next that was
 * not used yet, how many values there are in one byte, the time, and the values. Numbers and
 * lengths are ints, big endian like all others.
 */
public final class OutgoingEvents {

  static final byte BEGINS = 1;
  static final byte GOES_ON = 0;

  /** In bytes; a few hundred events share what a record costs, and wait but shortly for it. */
  private static final int FULL = 8192;

  private static final int HEADER = Integer.BYTES + 1;

  /** Of one subtask of the judge, by all its senders together. */
  private static final int MAX_ROUTES = 1 << 20;

  /** Of the routes' bytes, likewise. With what is known of it, each takes about four times that. */
  private static final int MAX_ROUTE_BYTES = 32 << 20;

  private final int sender;
  private final int maxRoutes;
  private final int maxRouteBytes;
  private final int maxParallelism;
  private final Lane[] lanes;
  private final Consumer<EventBatch> send;

  /**
   * Gathers for {@code send}.
   *
   * @param sender which of the {@code senders} this is
   * @param receivers how many subtasks the judge has
   * @param maxParallelism how many groups of keys Flink gives to these
   */
  public OutgoingEvents(
      int sender, int senders, int receivers, int maxParallelism, Consumer<EventBatch> send) {
    this(
        sender,
        receivers,
        maxParallelism,
        Math.max(1, MAX_ROUTES / senders),
        MAX_ROUTE_BYTES / senders,
        send);
  }

  /**
   * Gathers for {@code send}.
   *
   * @param maxRoutes how many a subtask knows at once, at least one
   * @param maxRouteBytes how many bytes these have together, unless it is one alone
   */
  OutgoingEvents(
      int sender,
      int receivers,
      int maxParallelism,
      int maxRoutes,
      int maxRouteBytes,
      Consumer<EventBatch> send) {
    this.sender = sender;
    this.maxRoutes = maxRoutes;
    this.maxRouteBytes = maxRouteBytes;
    this.maxParallelism = maxParallelism;
    this.send = send;
    lanes = new Lane[receivers];
    Arrays.setAll(lanes, lane -> new Lane());
  }

  /** Adds what a group wants of an event. */
  public void add(Route route, Event event) {
    int lane = route.lane();
    if (lane < 0) {
      lane =
          KeyGroupRangeAssignment.assignKeyToParallelOperator(
              route.group(), maxParallelism, lanes.length);
      route.setLane(lane);
    }
    lanes[lane].add(route, event);
  }

  /** Sends all that waits. */
  public void flush() {
    for (Lane lane : lanes) {
      lane.flush();
    }
  }

  /** What goes to one subtask. */
  private final class Lane {
    private ByteBuffer batch = ByteBuffer.allocate(FULL);
    private @Nullable GroupKey sentTo;

    /** The first and the next of the numbers that the receiver takes to be 0 and so on. */
    private long first;

    private long next;
    private int routeBytes;
    private boolean begins = true;

    void add(Route route, Event event) {
      if (route.number() < first) {
        addFirst(route, event);
        return;
      }
      int length = Integer.BYTES + valuesLength(route);
      ByteBuffer to = roomFor(length, route);
      to.putInt((int) (route.number() - first));
      addValues(to, route, event);
    }

    private void addFirst(Route route, Event event) {
      byte[] row = route.toBytes();
      if (next - first == maxRoutes || row.length > maxRouteBytes - routeBytes) {
        flush();
        first = next;
        routeBytes = 0;
        begins = true;
      }
      int length = 2 * Integer.BYTES + row.length + valuesLength(route);
      ByteBuffer to = roomFor(length, route);
      route.setNumber(next);
      to.putInt((int) (next - first));
      to.putInt(row.length);
      to.put(row);
      addValues(to, route, event);
      next++;
      routeBytes += row.length;
    }

    private static int valuesLength(Route route) {
      return 1 + Long.BYTES + Double.BYTES * route.valueCount();
    }

    private void addValues(ByteBuffer to, Route route, Event event) {
      to.put((byte) route.valueCount());
      to.putLong(event.timestamp());
      for (int i = 0; i < route.valueCount(); i++) {
        to.putDouble(route.value(event, i));
      }
    }

    private ByteBuffer roomFor(int length, Route route) {
      if (batch.remaining() < length) {
        flush();
      }
      if (sentTo == null) {
        if (batch.remaining() < HEADER + length) {
          batch = ByteBuffer.allocate(HEADER + length);
        }
        batch.putInt(sender);
        batch.put(begins ? BEGINS : GOES_ON);
        begins = false;
        sentTo = route.group();
      }
      return batch;
    }

    void flush() {
      if (sentTo != null) {
        var full = new EventBatch(Arrays.copyOf(batch.array(), batch.position()), sentTo);
        sentTo = null;
        // One that a long route made larger would hold back the many events that fit into it.
        batch = batch.capacity() > FULL ? ByteBuffer.allocate(FULL) : batch.clear();
        send.accept(full);
      }
    }
  }
}
