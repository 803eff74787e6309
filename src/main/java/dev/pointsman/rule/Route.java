package dev.pointsman.rule;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Bytes;
import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.LabelsCodec;
import dev.pointsman.event.Measurement;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group that events of one origin concern, and what it wants of them: all that these events have
 * in common for it. It can be written, so that one operator tells another of it once, and then but
 * a time and values for each event. Never in a checkpoint. For one thread.
 */
public final class Route {

  /** Of an event. */
  static final int MAX_METRICS = Long.SIZE;

  private static final int UNKNOWN = -1;

  private final GroupKey group;
  private final Labels series;

  /** Of the measurements that are wanted. */
  private final List<String> metrics;

  /** Where these stand among an event's measurements: a bit for each, the lowest for the first. */
  private final long wanted;

  private int lane = UNKNOWN;
  private long number = UNKNOWN;

  /** Which index found it, and what other routes: here, where it is looked at for each event. */
  private @Nullable Object foundBy;

  private @Nullable Route next;

  private Route(GroupKey group, Labels series, List<String> metrics, long wanted) {
    this.group = group;
    this.series = series;
    this.metrics = List.copyOf(metrics);
    this.wanted = wanted;
  }

  /**
   * A route of events.
   *
   * @param series the labels of the events
   * @param metrics of their measurements, in their order; {@link #MAX_METRICS} at most
   * @param wanted which of these, a bit for each, the lowest for the first
   */
  static Route of(GroupKey group, Labels series, List<String> metrics, long wanted) {
    var taken = new ArrayList<String>(1);
    for (int i = 0; i < metrics.size(); i++) {
      if ((wanted >> i & 1) != 0) {
        taken.add(metrics.get(i));
      }
    }
    return new Route(group, series, taken, wanted);
  }

  /**
   * The route that {@link #toBytes} wrote, of events that are but what is wanted of them.
   *
   * @throws IOException if the bytes are of none
   */
  public static Route read(byte[] bytes) throws IOException {
    var in = new DataInputStream(new Bytes.In(bytes));
    GroupKey group = GroupKeyCodec.INSTANCE.read(in);
    Labels series = in.readBoolean() ? group.labels() : LabelsCodec.INSTANCE.read(in);
    int count = Binary.readCount(in);
    if (count > MAX_METRICS) {
      throw new IOException("a route of " + count + " metrics");
    }
    var metrics = new ArrayList<String>(1);
    long wanted = 0;
    for (int i = 0; i < count; i++) {
      metrics.add(Binary.readText(in).intern()); // compared for each event
      wanted |= 1L << i;
    }
    return new Route(group, series, metrics, wanted);
  }

  public byte[] toBytes() {
    var bytes = new Bytes.Out(128);
    try {
      var out = new DataOutputStream(bytes);
      GroupKeyCodec.INSTANCE.write(group, out);
      boolean isGroup = series.equals(group.labels());
      out.writeBoolean(isGroup);
      if (!isGroup) {
        LabelsCodec.INSTANCE.write(series, out);
      }
      Binary.writeCount(metrics.size(), out);
      for (String metric : metrics) {
        Binary.writeText(metric, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toArray();
  }

  public GroupKey group() {
    return group;
  }

  /** The labels of the events. */
  public Labels series() {
    return series;
  }

  /** Of the measurements that are wanted, in the order of their values. */
  public List<String> metrics() {
    return metrics;
  }

  /** How many measurements of an event are wanted. */
  public int valueCount() {
    return Long.bitCount(wanted);
  }

  /**
   * What an event measured.
   *
   * @param index of the value among those that are wanted
   */
  public double value(Event event, int index) {
    long left = wanted;
    for (int i = 0; i < index; i++) {
      left &= left - 1; // without its lowest bit
    }
    return event.measurements().get(Long.numberOfTrailingZeros(left)).value();
  }

  /** The part of an event that the group wants. */
  public Event part(Event event) {
    var values = new double[valueCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(event, i);
    }
    return event(event.timestamp(), values);
  }

  /** An event of this route, by its values that are wanted. */
  public Event event(long timestamp, double[] values) {
    if (values.length == 1) {
      return new Event(series, timestamp, List.of(new Measurement(metrics.get(0), values[0])));
    }
    var measurements = new Measurement[values.length];
    for (int i = 0; i < values.length; i++) {
      measurements[i] = new Measurement(metrics.get(i), values[i]);
    }
    return new Event(series, timestamp, List.of(measurements));
  }

  /** The next of the routes that events of its origin take; null after the last. */
  public @Nullable Route next() {
    return next;
  }

  /** Notes which index found it, and behind which of the origin's other routes. */
  Route foundBy(Object version, @Nullable Route before) {
    foundBy = version;
    if (before != null) {
      before.next = this;
    }
    return this;
  }

  boolean isFoundBy(Object version) {
    return foundBy == version;
  }

  /** Which of its lanes leads to the group, as the sender noted it; negative before. */
  public int lane() {
    return lane;
  }

  public void setLane(int lane) {
    this.lane = lane;
  }

  /** As which of its lane's routes the sender knows it; negative before it is one. */
  public long number() {
    return number;
  }

  public void setNumber(long number) {
    this.number = number;
  }
}
