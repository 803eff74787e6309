package dev.pointsman.alert;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Comparison;
import dev.pointsman.rule.Scope;
import dev.pointsman.window.WindowCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.TreeMap;

/** A group's memory in a checkpoint, behind its version. */
public enum GroupMemoryCodec implements Codec<GroupMemory> {
  INSTANCE;

  private static final byte VERSION = 1;

  @Override
  public void write(GroupMemory memory, DataOutput out) throws IOException {
    out.writeByte(VERSION);
    Binary.writeVarLong(memory.timer(), out);
    Binary.writeCount(memory.byRule().size(), out);
    for (var entry : memory.byRule().entrySet()) {
      Binary.writeText(entry.getKey(), out);
      write(entry.getValue(), out);
    }
  }

  private static void write(RuleMemory memory, DataOutput out) throws IOException {
    Long time = memory.time();
    out.writeBoolean(time != null);
    if (time != null) {
      Binary.writeSignedVarLong(time, out);
      Binary.writeSignedVarLong(memory.heardAt() - time, out);
    }
    out.writeBoolean(memory.isSilent());
    Long silentAt = memory.silentAt();
    out.writeBoolean(silentAt != null);
    if (silentAt != null) {
      Binary.writeSignedVarLong(silentAt, out);
    }
    Binary.writeCount(memory.slots().size(), out);
    for (RuleMemory.Slot slot : memory.slots()) {
      write(slot.demand(), out);
      WindowCodec.INSTANCE.write(slot.window(), out);
    }
  }

  private static void write(RuleMemory.Demand demand, DataOutput out) throws IOException {
    out.writeLong(demand.readings());
    RuleMemory.Sustained sustained = demand.sustained();
    out.writeBoolean(sustained != null);
    if (sustained != null) {
      out.writeBoolean(sustained.per() == Scope.GROUP);
      Binary.writeText(sustained.bound().comparison().symbol(), out);
      Binary.writeNumber(sustained.bound().threshold(), out);
    }
  }

  @Override
  public GroupMemory read(DataInput in) throws IOException {
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "group memory of version " + version + "; this release reads up to " + VERSION);
    }
    long timer = Binary.readVarLong(in);
    int count = Binary.readCount(in);
    var byRule = new TreeMap<String, RuleMemory>();
    for (int i = 0; i < count; i++) {
      byRule.put(Binary.readText(in), readRule(in));
    }
    return new GroupMemory(byRule, timer);
  }

  private static RuleMemory readRule(DataInput in) throws IOException {
    Long time = in.readBoolean() ? Binary.readSignedVarLong(in) : null;
    long heardAt = time == null ? 0 : time + Binary.readSignedVarLong(in);
    boolean silent = in.readBoolean();
    Long silentAt = in.readBoolean() ? Binary.readSignedVarLong(in) : null;
    int count = Binary.readCount(in);
    var slots = new ArrayList<RuleMemory.Slot>(count);
    for (int i = 0; i < count; i++) {
      slots.add(new RuleMemory.Slot(readDemand(in), WindowCodec.INSTANCE.read(in)));
    }
    return new RuleMemory(slots, time, heardAt, silent, silentAt);
  }

  private static RuleMemory.Demand readDemand(DataInput in) throws IOException {
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

  @Override
  public GroupMemory copy(GroupMemory memory) {
    var byRule = new TreeMap<String, RuleMemory>();
    memory.byRule().forEach((rule, each) -> byRule.put(rule, new RuleMemory(each)));
    return new GroupMemory(byRule, memory.timer());
  }
}
