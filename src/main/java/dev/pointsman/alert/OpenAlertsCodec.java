package dev.pointsman.alert;

import dev.pointsman.codec.Binary;
import dev.pointsman.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A group's open alerts in a checkpoint, behind their version. */
public enum OpenAlertsCodec implements Codec<OpenAlerts> {
  INSTANCE;

  private static final byte VERSION = 1;

  @Override
  public void write(OpenAlerts alerts, DataOutput out) throws IOException {
    out.writeByte(VERSION);
    Map<String, OpenAlerts.Entry> byRule = alerts.sorted();
    Binary.writeCount(byRule.size(), out);
    for (var entry : byRule.entrySet()) {
      Alert alert = entry.getValue().alert();
      Binary.writeText(entry.getKey(), out);
      out.writeByte(code(alert.phase()));
      Binary.writeSignedVarLong(alert.since(), out);
      if (alert.startsAt() != null) {
        Binary.writeSignedVarLong(alert.startsAt(), out);
      }
      TransitionCodec.INSTANCE.write(entry.getValue().told(), out);
    }
  }

  @Override
  public OpenAlerts read(DataInput in) throws IOException {
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "open alerts of version " + version + "; this release reads up to " + VERSION);
    }
    int count = Binary.readCount(in);
    var byRule = new HashMap<String, OpenAlerts.Entry>();
    for (int i = 0; i < count; i++) {
      String rule = Binary.readText(in);
      Alert.Phase phase = phase(in.readByte());
      long since = Binary.readSignedVarLong(in);
      Long startsAt = phase == Alert.Phase.PENDING ? null : Binary.readSignedVarLong(in);
      Transition told = TransitionCodec.INSTANCE.read(in);
      byRule.put(rule, new OpenAlerts.Entry(new Alert(phase, since, startsAt), told));
    }
    return new OpenAlerts(byRule);
  }

  // The codes are in checkpoints: they stay when the constants move.
  private static byte code(Alert.Phase phase) {
    return switch (phase) {
      case PENDING -> 1;
      case FIRING -> 2;
      case RECOVERING -> 3;
    };
  }

  private static Alert.Phase phase(byte code) throws IOException {
    return switch (code) {
      case 1 -> Alert.Phase.PENDING;
      case 2 -> Alert.Phase.FIRING;
      case 3 -> Alert.Phase.RECOVERING;
      default -> throw new IOException("an alert in the unknown phase " + code);
    };
  }

  @Override
  public OpenAlerts copy(OpenAlerts alerts) {
    return alerts.copy();
  }
}
