package dev.pointsman.job.replay;

import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionJson;
import dev.pointsman.codec.Binary;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;

/**
 * A transition as JSON, with what it is ordered by: lines order as their transitions do in {@link
 * Replay#ORDER}.
 *
 * @param at of the transition
 * @param alert the alert and its labels as one text
 * @param json not changed by anybody
 */
@SuppressWarnings("ArrayRecordComponent") // not compared by it
record Line(long at, String alert, byte[] json) implements Comparable<Line> {

  private static final Comparator<Line> ORDER =
      Comparator.comparingLong(Line::at).thenComparing(Line::alert);

  /** Before any character of a label, so that shorter labels come before longer ones. */
  private static final char END = '\0';

  /** Of the objects beside the bytes, about. */
  private static final int OVERHEAD_BYTES = 128;

  static Line of(Transition transition) {
    var alert = new StringBuilder(128).append(transition.alert()).append(END);
    for (String label : transition.labels().sortedTexts()) {
      alert.append(label).append(END);
    }
    return new Line(transition.at(), alert.toString(), TransitionJson.write(transition));
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(at);
    Binary.writeText(alert, out);
    Binary.writeBytes(json, out);
  }

  static Line read(DataInput in) throws IOException {
    return new Line(in.readLong(), Binary.readText(in), Binary.readBytes(in));
  }

  /** About how much memory it takes. */
  int bytes() {
    return OVERHEAD_BYTES + 2 * alert.length() + json.length;
  }

  @Override
  public int compareTo(Line other) {
    return ORDER.compare(this, other);
  }
}
