package dev.pointsman.alert;

import dev.pointsman.alert.RuleMemory.Kept;
import dev.pointsman.codec.Binary;
import dev.pointsman.event.Labels;
import dev.pointsman.event.LabelsCodec;
import dev.pointsman.window.Ring;
import dev.pointsman.window.Run;
import dev.pointsman.window.WindowFormat;
import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a group's memory as version 1 wrote it, behind the version: each rule, and in it a window
 * for each condition with readings of its own.
 */
final class GroupMemoryVersion1 {

  /** Far from those that conditions choose which begin: no other condition looks there. */
  private static final int FIRST_STORE = 1 << 20;

  private static final long ABSOLUTE = 0;

  private final Map<Labels, Collection<Ring>> rings = new LinkedHashMap<>();
  private int nextStore = FIRST_STORE;

  private GroupMemoryVersion1() {}

  static GroupMemory read(DataInput in) throws IOException {
    var reader = new GroupMemoryVersion1();
    long timer = Binary.readVarLong(in);
    var rules = new ArrayList<RuleMemory>();
    for (int count = Binary.readCount(in); count > 0; count--) {
      rules.add(reader.readRule(in));
    }
    List<SeriesMemory> series = new ArrayList<>();
    reader.rings.forEach((labels, all) -> series.add(new SeriesMemory(labels, all)));
    return new GroupMemory(series, rules, timer);
  }

  private RuleMemory readRule(DataInput in) throws IOException {
    String name = Binary.readText(in);
    Long time = in.readBoolean() ? Binary.readSignedVarLong(in) : null;
    long heardAt = time == null ? 0 : time + Binary.readSignedVarLong(in);
    boolean silent = in.readBoolean();
    Long silentAt = in.readBoolean() ? Binary.readSignedVarLong(in) : null;
    var kept = new ArrayList<Kept>();
    for (int count = Binary.readCount(in); count > 0; count--) {
      kept.add(readWindow(in, GroupMemoryFormat.readDemand(in)));
    }
    return new RuleMemory(name, 0, kept, time, heardAt, silent, silentAt);
  }

  private Kept readWindow(DataInput in, RuleMemory.Demand demand) throws IOException {
    int store = nextStore++;
    Run pooledPast = WindowFormat.readRun(in, ABSOLUTE);
    Map<Labels, Run> pasts = new HashMap<>();
    for (int count = Binary.readCount(in); count > 0; count--) {
      Labels labels = LabelsCodec.INSTANCE.read(in);
      Run past = WindowFormat.readRun(in, ABSOLUTE);
      if (past.hasBegun()) {
        pasts.put(labels, past);
      }
      rings
          .computeIfAbsent(labels, each -> new ArrayList<>())
          .add(WindowFormat.readRingOfVersion1(in, store));
    }
    return new Kept(demand, store, pooledPast, pasts);
  }
}
