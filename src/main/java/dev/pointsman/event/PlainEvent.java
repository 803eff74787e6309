package dev.pointsman.event;

import static dev.pointsman.event.PlainJson.OTHER;
import static dev.pointsman.event.PlainJson.find;
import static dev.pointsman.event.PlainJson.is;
import static dev.pointsman.event.PlainJson.mark;
import static dev.pointsman.event.PlainJson.space;
import static dev.pointsman.event.PlainJson.startsWith;
import static dev.pointsman.event.PlainJson.string;
import static dev.pointsman.event.PlainJson.word;

import dev.pointsman.event.PlainField.Sort;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event whose JSON is plain and whose fields are what they should be, where they stand.
 * What it takes is an event, if its {@link #origin} is known or can be made, but for its time and
 * the length of its labels; where it does not, {@link EventDecoder} tells what the text is. Used
 * again for each event, in one thread.
 */
final class PlainEvent {

  private static final byte[] UP = {'u', 'p'};
  private static final byte[] DOWN = {'d', 'o', 'w', 'n'};

  /** Far below any limit of the reader of all JSON. */
  private static final int MAX_BYTES = 1 << 15;

  /**
   * What the fields of a kind are for.
   *
   * @param texts what the origin is told by; the labels in ascending order of their names, or for a
   *     metric the field in which its labels stand
   * @param measured those that are there, at least one, are the values of the metrics
   * @param metrics of those that are there, by a bit for each; empty where the metric stands in a
   *     field of its own
   */
  private record Form(
      List<PlainField> required,
      List<PlainField> texts,
      List<PlainField> measured,
      List<List<String>> metrics) {

    /** Which of them there are, a bit for each, the lowest for the first. */
    int given() {
      int given = 0;
      for (int i = 0; i < measured.size(); i++) {
        given |= measured.get(i).given ? 1 << i : 0;
      }
      return given;
    }
  }

  /** Where there are none of two, the first, the second, and both: the same for all events. */
  private static List<List<String>> metrics(String first, String second) {
    return List.of(List.of(), List.of(first), List.of(second), List.of(first, second));
  }

  private final PlainField[] fields = new PlainField[16];
  private final @Nullable PlainField[] bySlot = new @Nullable PlainField[32];
  private int fieldCount;

  private final PlainField metric = field("metric", Sort.TEXT);
  private final PlainField labels = field("labels", Sort.LABELS);
  private final PlainField value = field("value", Sort.NUMBER);
  private final PlainField time = field("timestamp", Sort.TIME);
  private final PlainField check = field("check", Sort.TEXT);
  private final PlainField target = field("target", Sort.TEXT);
  private final PlainField region = field("region", Sort.TEXT);
  private final PlainField observer = optional("observer", Sort.TEXT);
  private final PlainField status = field("status", Sort.STATUS);
  private final PlainField latency = optional("latency_ms", Sort.NUMBER);
  private final PlainField cluster = field("cluster", Sort.TEXT);
  private final PlainField replica = field("replica", Sort.TEXT);
  private final PlainField lag = optional("lag_ms", Sort.NUMBER);
  private final PlainField lagBytes = optional("lag_bytes", Sort.NUMBER);

  private final Form metricForm =
      new Form(
          List.of(metric, labels, value, time), List.of(metric, labels), List.of(value), List.of());
  private final Form healthCheckForm =
      new Form(
          List.of(check, target, region, status, time),
          List.of(check, observer, region, target),
          List.of(status, latency),
          metrics("health_check", "health_check_latency_ms"));
  private final Form replicationLagForm =
      new Form(
          List.of(cluster, replica, region, time),
          List.of(cluster, region, replica),
          List.of(lag, lagBytes),
          metrics("replication_lag", "replication_lag_bytes"));

  private final PlainNumber number = new PlainNumber();
  private final PlainLabels ownLabels = new PlainLabels();

  /** Before the first field. */
  private final PlainField begin = new PlainField("", Sort.TEXT, false);

  private PlainField last = begin;
  private byte[] json = {};
  private Form form = metricForm;
  private long timestamp;

  PlainEvent() {
    // Not used, but of a certain type where they are there.
    optional("error", Sort.TEXT);
    optional("sync_state", Sort.TEXT);
  }

  private PlainField field(String name, Sort sort) {
    return add(new PlainField(name, sort, false));
  }

  private PlainField optional(String name, Sort sort) {
    return add(new PlainField(name, sort, true));
  }

  private PlainField add(PlainField field) {
    int slot = PlainField.slot(field.name, 0, field.name.length);
    if (bySlot[slot] != null) {
      throw new IllegalStateException("two fields share the slot " + slot);
    }
    bySlot[slot] = field;
    fields[fieldCount++] = field;
    return field;
  }

  /**
   * Whether the text is an event that this reads.
   *
   * @param kind null where the fields have to tell it
   */
  boolean read(@Nullable EventKind kind, byte[] text) {
    if (text.length > MAX_BYTES) {
      return false;
    }
    for (PlainField field : fields) {
      field.named = false;
      field.given = false;
    }
    json = text;
    last = begin;
    int at = mark(text, 0, '{');
    while (at != OTHER) {
      at = takeField(at);
      if (at == OTHER) {
        return false;
      }
      if (!is(text, at, ',')) {
        break;
      }
      at = space(text, at + 1);
    }
    return at != OTHER
        && mark(text, at, '}') == text.length
        && isOf(kind == null ? toldKind() : kind);
  }

  private @Nullable EventKind toldKind() {
    return metric.given
        ? EventKind.METRIC
        : check.given ? EventKind.HEALTH_CHECK : cluster.given ? EventKind.REPLICATION_LAG : null;
  }

  private boolean isOf(@Nullable EventKind kind) {
    if (kind == null) {
      return false;
    }
    form =
        switch (kind) {
          case METRIC -> metricForm;
          case HEALTH_CHECK -> healthCheckForm;
          case REPLICATION_LAG -> replicationLagForm;
        };
    if (labels.given && kind != EventKind.METRIC) {
      return false; // nobody will look into them
    }
    for (int i = 0; i < form.required().size(); i++) {
      if (!form.required().get(i).given) {
        return false;
      }
    }
    return kind != EventKind.REPLICATION_LAG || lag.given || lagBytes.given;
  }

  /** Behind a field and the white space after it. */
  private int takeField(int at) {
    PlainField expected = last.next;
    if (expected != null && startsWith(json, at, expected.start)) {
      last = expected;
      int end = takeValue(expected, space(json, at + expected.start.length));
      return end == OTHER ? OTHER : space(json, end);
    }
    int nameEnd = string(json, at);
    if (nameEnd == OTHER) {
      return OTHER;
    }
    PlainField field = fieldAt(at + 1, nameEnd - 1);
    int begin = mark(json, nameEnd, ':');
    if (begin == OTHER) {
      return OTHER;
    }
    if (field != null) {
      last.next = field;
      last = field;
    }
    int end = field == null ? takeUnknown(begin) : takeValue(field, begin);
    return end == OTHER ? OTHER : space(json, end);
  }

  private @Nullable PlainField fieldAt(int from, int to) {
    if (to - from < 3) {
      return null;
    }
    PlainField field = bySlot[PlainField.slot(json, from, to)];
    return field != null && field.isNamed(json, from, to) ? field : null;
  }

  private int takeUnknown(int at) {
    return is(json, at, '"')
        ? string(json, at)
        : is(json, at, 'n')
            ? word(json, at, "null")
            : is(json, at, 't')
                ? word(json, at, "true")
                : is(json, at, 'f') ? word(json, at, "false") : number.read(json, at);
  }

  private int takeValue(PlainField field, int at) {
    if (field.named) {
      return OTHER; // the last of them counts
    }
    field.named = true;
    if (field.optional && is(json, at, 'n')) {
      return word(json, at, "null");
    }
    field.given = true;
    return switch (field.sort) {
      case TEXT -> takeText(field, at);
      case NUMBER -> takeNumber(field, at);
      case STATUS -> takeStatus(field, at);
      case TIME -> takeTime(at);
      case LABELS -> takeLabels(field, at);
    };
  }

  private int takeText(PlainField field, int at) {
    int end = string(json, at);
    field.from = at + 1;
    field.to = end - 1;
    return end;
  }

  private int takeNumber(PlainField field, int at) {
    int end = number.read(json, at);
    field.number = number.value();
    return end;
  }

  private int takeStatus(PlainField field, int at) {
    int end = takeText(field, at);
    boolean down = end != OTHER && Arrays.equals(DOWN, 0, DOWN.length, json, field.from, field.to);
    boolean up = end != OTHER && Arrays.equals(UP, 0, UP.length, json, field.from, field.to);
    field.number = down ? 1 : 0;
    return down || up ? end : OTHER;
  }

  private int takeTime(int at) {
    if (is(json, at, '"')) {
      int end = string(json, at);
      timestamp = end == OTHER ? PlainTime.UNKNOWN : PlainTime.parse(json, at + 1, end - 1);
      return timestamp == PlainTime.UNKNOWN ? OTHER : end;
    }
    int end = number.read(json, at);
    timestamp = number.wholeValue();
    return number.isWhole() ? end : OTHER;
  }

  /**
   * Most often the labels are known, and are not looked into: they end where it seems so. What is
   * an object in the end, that ends there.
   */
  private int takeLabels(PlainField field, int at) {
    int brace = find(json, at, '}');
    boolean seemsEnd =
        is(json, at, '{')
            && (is(json, brace - 1, '"') || brace == at + 1)
            && (is(json, brace + 1, ',') || is(json, brace + 1, '}'));
    int end = seemsEnd ? brace + 1 : ownLabels.read(json, at);
    field.from = at;
    field.to = end;
    return end;
  }

  /** Whether this is the text that was read last. */
  boolean isOf(byte[] text) {
    return json == text;
  }

  /** Milliseconds since the epoch. */
  long timestamp() {
    return timestamp;
  }

  /** The first value that was given. */
  double first() {
    List<PlainField> measured = form.measured();
    return (measured.get(0).given ? measured.get(0) : measured.get(1)).number;
  }

  /** The second value, where two were given. */
  double second() {
    List<PlainField> measured = form.measured();
    return measured.size() > 1 ? measured.get(1).number : 0;
  }

  /**
   * Writes what tells the event's origin from all others.
   *
   * @return how many bytes it takes; 0 where it does not fit
   */
  int identity(byte[] into) {
    int size = 1;
    // Each kind has another number of texts.
    into[0] = (byte) (form.texts().size() << 2 | form.given());
    for (int i = 0; i < form.texts().size(); i++) {
      PlainField field = form.texts().get(i);
      int length = field.given ? field.to - field.from : 0;
      if (size + 2 + length > into.length) {
        return 0;
      }
      // One more than its length, since an empty text is not the same as none.
      int written = field.given ? length + 1 : 0;
      into[size++] = (byte) written;
      into[size++] = (byte) (written >> Byte.SIZE);
      if (field.given) {
        System.arraycopy(json, field.from, into, size, length);
        size += length;
      }
    }
    return size;
  }

  /** The origin of the event that was read; null where its labels are not what they should be. */
  @Nullable Origin origin() {
    Labels all = form.metrics().isEmpty() ? ownLabels() : namedLabels();
    return all == null ? null : new Origin(all, metrics());
  }

  private List<String> metrics() {
    if (form.metrics().isEmpty()) {
      return List.of(
          new String(json, metric.from, metric.to - metric.from, StandardCharsets.US_ASCII));
    }
    return form.metrics().get(form.given());
  }

  private @Nullable Labels ownLabels() {
    return ownLabels.read(json, labels.from) == labels.to ? ownLabels.build() : null;
  }

  private Labels namedLabels() {
    var builder = new LabelsBuilder(json.length);
    for (PlainField field : form.texts()) {
      if (field.given) {
        builder.add(field.name, 0, field.name.length);
        builder.add(json, field.from, field.to - field.from);
      }
    }
    return builder.build();
  }
}
