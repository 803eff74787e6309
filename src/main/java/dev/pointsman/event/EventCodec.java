package dev.pointsman.event;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** An event as it crosses from the matching to the deciding operator; never in a checkpoint. */
public enum EventCodec implements Codec<Event> {
  INSTANCE;

  @Override
  public void write(Event event, DataOutput out) throws IOException {
    write(event, Labels.EMPTY, out);
  }

  @Override
  public Event read(DataInput in) throws IOException {
    return read(Labels.EMPTY, in);
  }

  /**
   * Writes an event beside labels that the reader knows.
   *
   * @param known not written again where they are the event's
   */
  public void write(Event event, Labels known, DataOutput out) throws IOException {
    boolean same = event.labels().equals(known);
    out.writeBoolean(same);
    if (!same) {
      LabelsWireCodec.INSTANCE.write(event.labels(), out);
    }
    out.writeLong(event.timestamp());
    Binary.writeCount(event.measurements().size(), out);
    for (Measurement measurement : event.measurements()) {
      MetricName.write(measurement.metric(), out);
      Binary.writeNumber(measurement.value(), out);
    }
  }

  /** Reads what was written beside the same {@code known} labels. */
  public Event read(Labels known, DataInput in) throws IOException {
    Labels labels = in.readBoolean() ? known : LabelsWireCodec.INSTANCE.read(in);
    long timestamp = in.readLong();
    int count = Binary.readCount(in);
    if (count == 1) {
      return new Event(labels, timestamp, List.of(readMeasurement(in)));
    }
    var measurements = new Measurement[count];
    for (int i = 0; i < count; i++) {
      measurements[i] = readMeasurement(in);
    }
    return new Event(labels, timestamp, List.of(measurements));
  }

  private static Measurement readMeasurement(DataInput in) throws IOException {
    return new Measurement(MetricName.read(in), Binary.readNumber(in));
  }

  @Override
  public Event copy(Event event) {
    return event;
  }
}
