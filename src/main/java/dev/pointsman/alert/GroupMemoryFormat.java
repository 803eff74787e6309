package dev.pointsman.alert;

import dev.pointsman.alert.RuleMemory.Kept;
import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Bytes;
import dev.pointsman.event.Labels;
import dev.pointsman.event.LabelsCodec;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Scope;
import dev.pointsman.window.Ring;
import dev.pointsman.window.Run;
import dev.pointsman.window.WindowFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of a group's memory: the names of its metrics; each series with what tells it
 * from the others and its rings; each rule with its times and what its conditions know. Times are
 * distances from the newest of the rules'.
 */
final class GroupMemoryFormat {

  private static final byte WHOLE_LABELS = 0;
  private static final byte LABELS_OF_THE_GROUP = 1;
  private static final byte LABELS_BESIDE_THE_GROUPS = 2;

  private static final int HAS_TIME = 1;
  private static final int IS_SILENT = 2;
  private static final int WAS_SILENT = 4;

  /**
   * What is written of a rule that has seen nothing but the readings which are still there, the
   * newest of which is the group's: the same for each group, but for when something came last.
   */
  static final class Begun {
    private final byte[] before;
    private final byte[] behind;

    /** The same as is written of {@code rule}. */
    Begun(RuleMemory rule) {
      var first = new Bytes.Out(64);
      var second = new Bytes.Out(64);
      try {
        writeBefore(rule, rule.now(), new DataOutputStream(first));
        writeBehind(rule, rule.now(), List.of(), new DataOutputStream(second));
      } catch (IOException e) {
        throw new UncheckedIOException(e); // a byte array does not fail
      }
      before = first.toArray();
      behind = second.toArray();
    }

    private void write(long heardAfter, DataOutput out) throws IOException {
      out.write(before);
      Binary.writeSignedVarLong(heardAfter, out);
      out.write(behind);
    }
  }

  private GroupMemoryFormat() {}

  static void write(GroupMemory memory, @Nullable Labels group, DataOutput out) throws IOException {
    Ring asleep = memory.settleToBeWritten();
    List<RuleMemory> rules = memory.rules();
    List<SeriesMemory> series = new ArrayList<>(memory.series().size());
    var metrics = new ArrayList<String>(2);
    for (SeriesMemory each : memory.series()) {
      if (!memory.isLaidOut() || memory.isAsleep() || each.isAlive()) {
        series.add(each);
        for (Ring ring = each.rings(); ring != null; ring = ring.next()) {
          if (!metrics.contains(ring.metric())) {
            metrics.add(ring.metric());
          }
        }
      }
    }
    long base = asleep == null ? base(rules) : Math.max(0, asleep.newest());
    Binary.writeVarLong(memory.timer(), out);
    Binary.writeSignedVarLong(base, out);
    Binary.writeCount(metrics.size(), out);
    for (String metric : metrics) {
      Binary.writeText(metric, out);
    }
    Binary.writeCount(series.size(), out);
    for (SeriesMemory each : series) {
      writeLabels(each.labels(), group, out);
      Binary.writeCount(each.ringCount(), out);
      for (Ring ring = each.rings(); ring != null; ring = ring.next()) {
        Binary.writeCount(metrics.indexOf(ring.metric()), out);
        WindowFormat.write(ring, base, out);
      }
    }
    if (asleep != null) {
      List<RuleJudge> begun = memory.begunRules();
      Binary.writeCount(begun.size(), out);
      for (RuleJudge each : begun) {
        each.begun().write(asleep.heardAt() - asleep.newest(), out);
      }
      return;
    }
    Binary.writeCount(rules.size(), out);
    for (RuleMemory rule : rules) {
      writeBefore(rule, base, out);
      Long time = rule.time();
      if (time != null) {
        Binary.writeSignedVarLong(rule.heardAt() - time, out);
      }
      writeBehind(rule, base, series, out);
    }
  }

  private static long base(List<RuleMemory> rules) {
    long base = 0;
    for (RuleMemory rule : rules) {
      Long time = rule.time();
      base = time == null ? base : Math.max(base, time);
    }
    return base;
  }

  private static void writeLabels(Labels labels, @Nullable Labels group, DataOutput out)
      throws IOException {
    if (group == null) {
      out.writeByte(WHOLE_LABELS);
      LabelsCodec.INSTANCE.write(labels, out);
    } else if (labels.equals(group)) {
      out.writeByte(LABELS_OF_THE_GROUP);
    } else {
      out.writeByte(LABELS_BESIDE_THE_GROUPS);
      LabelsCodec.INSTANCE.write(labels.without(group), out);
    }
  }

  private static Labels readLabels(DataInput in, Labels group) throws IOException {
    byte form = in.readByte();
    return switch (form) {
      case WHOLE_LABELS -> LabelsCodec.INSTANCE.read(in);
      case LABELS_OF_THE_GROUP -> group;
      case LABELS_BESIDE_THE_GROUPS -> group.with(LabelsCodec.INSTANCE.read(in));
      default -> throw new IOException("labels in the unknown form " + form);
    };
  }

  private static void writeBefore(RuleMemory rule, long base, DataOutput out) throws IOException {
    Binary.writeText(rule.name(), out);
    Binary.writeVarLong(rule.removal(), out);
    Long time = rule.time();
    out.writeByte(
        (time == null ? 0 : HAS_TIME)
            | (rule.isSilent() ? IS_SILENT : 0)
            | (rule.silentAt() == null ? 0 : WAS_SILENT));
    if (time != null) {
      Binary.writeSignedVarLong(time - base, out);
    }
  }

  private static void writeBehind(
      RuleMemory rule, long base, List<SeriesMemory> series, DataOutput out) throws IOException {
    Long silentAt = rule.silentAt();
    if (silentAt != null) {
      Binary.writeSignedVarLong(silentAt - base, out);
    }
    List<Kept> all = rule.kept();
    Binary.writeCount(all.size(), out);
    for (Kept kept : all) {
      writeDemand(kept.demand(), out);
      Binary.writeCount(kept.store(), out);
      if (kept.demand().sustained() != null) {
        WindowFormat.write(kept.pooledPast(), base, out);
        writePasts(kept.pasts(), base, series, out);
      }
    }
  }

  private static void writePasts(
      Map<Labels, Run> pasts, long base, List<SeriesMemory> series, DataOutput out)
      throws IOException {
    Binary.writeCount(pasts.size(), out);
    int written = 0;
    for (int i = 0; i < series.size() && written < pasts.size(); i++) {
      Run past = pasts.get(series.get(i).labels());
      if (past != null) {
        Binary.writeCount(i, out);
        WindowFormat.write(past, base, out);
        written++;
      }
    }
    if (written < pasts.size()) {
      throw new IllegalStateException(pasts.size() + " runs, and series for " + written);
    }
  }

  static GroupMemory read(DataInput in, Labels group) throws IOException {
    long timer = Binary.readVarLong(in);
    long base = Binary.readSignedVarLong(in);
    var metrics = new ArrayList<String>();
    for (int count = Binary.readCount(in); count > 0; count--) {
      metrics.add(Binary.readText(in));
    }
    var series = new ArrayList<SeriesMemory>();
    for (int count = Binary.readCount(in); count > 0; count--) {
      Labels labels = readLabels(in, group);
      var rings = new ArrayList<Ring>(2);
      for (int each = Binary.readCount(in); each > 0; each--) {
        rings.add(WindowFormat.readRing(in, metrics.get(place(in, metrics)), base));
      }
      series.add(new SeriesMemory(labels, rings));
    }
    var rules = new ArrayList<RuleMemory>();
    for (int count = Binary.readCount(in); count > 0; count--) {
      rules.add(readRule(in, base, series));
    }
    return new GroupMemory(series, rules, timer);
  }

  private static int place(DataInput in, List<?> all) throws IOException {
    int place = Binary.readCount(in);
    if (place >= all.size()) {
      throw new IOException("the place " + place + " of " + all.size());
    }
    return place;
  }

  private static RuleMemory readRule(DataInput in, long base, List<SeriesMemory> series)
      throws IOException {
    String name = Binary.readText(in);
    long removal = Binary.readVarLong(in);
    int flags = in.readByte();
    Long time = (flags & HAS_TIME) == 0 ? null : (Long) (base + Binary.readSignedVarLong(in));
    long heardAt = time == null ? 0 : time + Binary.readSignedVarLong(in);
    Long silentAt = (flags & WAS_SILENT) == 0 ? null : (Long) (base + Binary.readSignedVarLong(in));
    var all = new ArrayList<Kept>(1);
    for (int count = Binary.readCount(in); count > 0; count--) {
      RuleMemory.Demand demand = readDemand(in);
      int store = Binary.readCount(in);
      Run pooledPast = Run.NONE;
      Map<Labels, Run> pasts = Map.of();
      if (demand.sustained() != null) {
        pooledPast = WindowFormat.readRun(in, base);
        pasts = new HashMap<>();
        for (int each = Binary.readCount(in); each > 0; each--) {
          Labels labels = series.get(place(in, series)).labels();
          pasts.put(labels, WindowFormat.readRun(in, base));
        }
      }
      all.add(new Kept(demand, store, pooledPast, pasts));
    }
    return new RuleMemory(name, removal, all, time, heardAt, (flags & IS_SILENT) != 0, silentAt);
  }

  private static void writeDemand(RuleMemory.Demand demand, DataOutput out) throws IOException {
    out.writeLong(demand.readings());
    RuleMemory.Sustained sustained = demand.sustained();
    out.writeBoolean(sustained != null);
    if (sustained != null) {
      out.writeBoolean(sustained.per() == Scope.GROUP);
      Binary.writeText(sustained.bound().comparison().symbol(), out);
      Binary.writeNumber(sustained.bound().threshold(), out);
    }
  }

  /** As version 1 has it too. */
  static RuleMemory.Demand readDemand(DataInput in) throws IOException {
    long readings = in.readLong();
    if (!in.readBoolean()) {
      return new RuleMemory.Demand(readings, null);
    }
    Scope per = in.readBoolean() ? Scope.GROUP : Scope.SERIES;
    String symbol = Binary.readText(in);
    Comparison comparison =
        Comparison.ofSymbol(symbol)
            .orElseThrow(() -> new IOException("the unknown comparison " + symbol));
    var bound = new Bound(comparison, Binary.readNumber(in));
    return new RuleMemory.Demand(readings, new RuleMemory.Sustained(per, bound));
  }
}
