package dev.pointsman.event;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;

/** An event as it crosses from the matching to the deciding operator; never in a checkpoint. */
public enum EventCodec implements Codec<Event> {
  INSTANCE;

  @Override
  public void write(Event event, DataOutput out) throws IOException {
    LabelsCodec.INSTANCE.write(event.labels(), out);
    out.writeLong(event.timestamp());
    Binary.writeCount(event.measurements().size(), out);
    for (Measurement measurement : event.measurements()) {
      Binary.writeText(measurement.metric(), out);
      Binary.writeNumber(measurement.value(), out);
    }
  }

  @Override
  public Event read(DataInput in) throws IOException {
    Labels labels = LabelsCodec.INSTANCE.read(in);
    long timestamp = in.readLong();
    int count = Binary.readCount(in);
    var measurements = new ArrayList<Measurement>(count);
    for (int i = 0; i < count; i++) {
      measurements.add(new Measurement(Binary.readText(in), Binary.readNumber(in)));
    }
    return new Event(labels, timestamp, measurements);
  }

  @Override
  public Event copy(Event event) {
    return event;
  }
}
