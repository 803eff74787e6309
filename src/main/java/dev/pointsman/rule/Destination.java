package dev.pointsman.rule;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Bytes;
import dev.pointsman.event.Event;
import dev.pointsman.event.IdentityTable;
import dev.pointsman.event.Labels;
import dev.pointsman.event.LabelsCodec;
import dev.pointsman.event.Measurement;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A group that events of one origin concern, and what it wants of them: all that these events have
 * in common for it, in one row of bytes too, so that but a time and values have to go with those
 * from one operator to the next. Never in a checkpoint.
 */
public final class Destination {

  private final GroupKey group;
  private final Labels series;
  private final List<String> metrics;

  /** Which of an event's measurements are wanted, a bit for each, the lowest for the first. */
  private final long wanted;

  private final byte[] bytes;
  private final int hash;

  private Destination(
      GroupKey group, Labels series, List<String> metrics, long wanted, byte[] bytes) {
    this.group = group;
    this.series = series;
    this.metrics = List.copyOf(metrics);
    this.wanted = wanted;
    this.bytes = bytes;
    this.hash = IdentityTable.hash(bytes, bytes.length);
  }

  /**
   * A destination of events.
   *
   * @param series the labels of the events
   * @param metrics of their measurements, in their order; 64 at most
   * @param wanted which of these, a bit for each, the lowest for the first
   */
  static Destination of(GroupKey group, Labels series, List<String> metrics, long wanted) {
    var taken = new ArrayList<String>(1);
    for (int i = 0; i < metrics.size(); i++) {
      if ((wanted >> i & 1) != 0) {
        taken.add(metrics.get(i));
      }
    }
    return new Destination(group, series, taken, wanted, write(group, series, taken));
  }

  private static byte[] write(GroupKey group, Labels series, List<String> metrics) {
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

  /**
   * The destination that {@link #bytes} are of.
   *
   * @throws IOException if they are of none
   */
  public static Destination read(byte[] bytes) throws IOException {
    var in = new DataInputStream(new Bytes.In(bytes));
    GroupKey group = GroupKeyCodec.INSTANCE.read(in);
    Labels series = in.readBoolean() ? group.labels() : LabelsCodec.INSTANCE.read(in);
    var metrics = new ArrayList<String>(1);
    for (int count = Binary.readCount(in); count > 0; count--) {
      metrics.add(Binary.readText(in).intern()); // compared for each event
    }
    return new Destination(group, series, metrics, (1L << metrics.size()) - 1, bytes);
  }

  public GroupKey group() {
    return group;
  }

  /** The labels of the events. */
  public Labels series() {
    return series;
  }

  /** Equal for equal destinations; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Of the bytes, for an {@link IdentityTable}. */
  public int hash() {
    return hash;
  }

  /** What the group wants of an event, in the order of {@link #event}. */
  public double[] values(Event event) {
    List<Measurement> all = event.measurements();
    var values = new double[metrics.size()];
    int taken = 0;
    for (int i = 0; taken < values.length; i++) {
      if ((wanted >> i & 1) != 0) {
        values[taken++] = all.get(i).value();
      }
    }
    return values;
  }

  /** The part of an event that the group wants. */
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
}
