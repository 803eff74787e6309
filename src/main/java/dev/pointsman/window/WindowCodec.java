package dev.pointsman.window;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.event.Labels;
import dev.pointsman.event.LabelsCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;

/**
 * A condition's window: the pooled run, then each series with its labels, its run, and its readings
 * as distances in time and compact numbers. The version stands before the whole group's memory.
 */
public enum WindowCodec implements Codec<ConditionWindow> {
  INSTANCE;

  private static final byte NO_RUN = 0;
  private static final byte BROKEN_RUN = 1;
  private static final byte LIVE_RUN = 2;

  @Override
  public void write(ConditionWindow window, DataOutput out) throws IOException {
    writeRun(window.pooledPast(), out);
    Binary.writeCount(window.series().size(), out);
    for (SeriesWindow series : window.series()) {
      LabelsCodec.INSTANCE.write(series.labels(), out);
      writeRun(series.past(), out);
      Binary.writeCount(series.size(), out);
      long before = 0;
      for (int i = 0; i < series.size(); i++) {
        Binary.writeSignedVarLong(series.timestamp(i) - before, out);
        Binary.writeNumber(series.value(i), out);
        before = series.timestamp(i);
      }
    }
  }

  @Override
  public ConditionWindow read(DataInput in) throws IOException {
    Run pooledPast = readRun(in);
    int count = Binary.readCount(in);
    var all = new LinkedHashMap<Labels, SeriesWindow>(Math.max(4, count * 2));
    for (int i = 0; i < count; i++) {
      Labels labels = LabelsCodec.INSTANCE.read(in);
      Run past = readRun(in);
      int size = Binary.readCount(in);
      var series = new SeriesWindow(labels, past);
      long timestamp = 0;
      for (int j = 0; j < size; j++) {
        timestamp += Binary.readSignedVarLong(in);
        series.add(timestamp, Binary.readNumber(in));
      }
      all.put(labels, series);
    }
    return new ConditionWindow(all, pooledPast);
  }

  private static void writeRun(Run run, DataOutput out) throws IOException {
    if (!run.hasBegun()) {
      out.writeByte(NO_RUN);
      return;
    }
    out.writeByte(run.isAlive() ? LIVE_RUN : BROKEN_RUN);
    Binary.writeSignedVarLong(run.newest(), out);
    Binary.writeNumber(run.newestValue(), out);
    if (run.isAlive()) {
      Binary.writeVarLong(run.newest() - run.start(), out);
    }
  }

  private static Run readRun(DataInput in) throws IOException {
    byte kind = in.readByte();
    if (kind == NO_RUN) {
      return new Run();
    }
    if (kind != BROKEN_RUN && kind != LIVE_RUN) {
      throw new IOException("a run of the unknown kind " + kind);
    }
    long newest = Binary.readSignedVarLong(in);
    double newestValue = Binary.readNumber(in);
    boolean alive = kind == LIVE_RUN;
    long start = alive ? newest - Binary.readVarLong(in) : newest;
    return Run.of(newest, newestValue, alive, start);
  }

  @Override
  public ConditionWindow copy(ConditionWindow window) {
    return new ConditionWindow(window);
  }
}
