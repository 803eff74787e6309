package dev.pointsman.agent.remotewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.pointsman.agent.metric.Sample;
import dev.pointsman.connector.http.Excerpt;
import dev.pointsman.event.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the protobuf messages of remote write 1.0 ({@code prometheus.WriteRequest}) and 2.0 ({@code
 * io.prometheus.write.v2.Request}), bounded in samples, labels and the text that events of them
 * would have. Exemplars and metadata are passed over.
 *
 * <p>Sources: prometheus.io/docs/specs/prw and prompb/ in Prometheus' sources.
 */
final class WriteRequestDecoder {

  /** Prometheus sends 2,000 at most unless it is told otherwise. */
  static final int MAX_SAMPLES = 50_000;

  private static final int MAX_LABELS = 1000;

  /** Labels stand once for many samples and, in 2.0, for many series: events repeat them. */
  private static final long MAX_EVENT_CHARS = 64L * 1024 * 1024;

  private static final String NAME = "__name__";

  private final byte[] message;
  private final List<String> symbols = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private int unsoundSamples;
  private @Nullable String unsound;
  private int histograms;
  private long eventChars;

  private WriteRequestDecoder(byte[] message) {
    this.message = message;
  }

  /** Reads {@code prometheus.WriteRequest}. */
  static WriteRequest version1(byte[] message) throws MalformedRequestException {
    return new WriteRequestDecoder(message).decode(false);
  }

  /** Reads {@code io.prometheus.write.v2.Request}. */
  static WriteRequest version2(byte[] message) throws MalformedRequestException {
    return new WriteRequestDecoder(message).decode(true);
  }

  private WriteRequest decode(boolean symbolic) throws MalformedRequestException {
    try {
      if (symbolic) {
        fields(stream(), (field, in) -> field == 4 && symbols.add(in.readStringRequireUtf8()));
      }
      int timeseries = symbolic ? 5 : 1;
      boolean[] other = {false};
      boolean[] any = {false};
      fields(
          stream(),
          (field, in) -> {
            if (field != timeseries) {
              // The two have no field in common.
              other[0] |= symbolic ? field <= 3 : field == 4 || field == 5;
              return false;
            }
            any[0] = true;
            if (symbolic) {
              seriesOf2(in);
            } else {
              seriesOf1(in);
            }
            return true;
          });
      if (other[0] && !any[0]) {
        throw new MalformedRequestException(
            "it is the message of remote write "
                + (symbolic
                    ? "1.0, and its content type that of 2.0"
                    : "2.0, and its content type that of 1.0"));
      }
    } catch (IOException e) {
      throw new MalformedRequestException("it is not the protobuf message that it should be");
    }
    return new WriteRequest(samples, unsoundSamples, unsound, histograms);
  }

  private CodedInputStream stream() {
    return CodedInputStream.newInstance(message);
  }

  /** What is done with a field. */
  private interface Field {
    /** Reads the field's value, or leaves it and returns false. */
    boolean read(int field, CodedInputStream in) throws IOException, MalformedRequestException;
  }

  /** All fields up to the end of the message or of the limit; what nobody reads is skipped. */
  private static void fields(CodedInputStream in, Field each)
      throws IOException, MalformedRequestException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int type = WireFormat.getTagWireType(tag);
      if (type == WireFormat.WIRETYPE_START_GROUP || type == WireFormat.WIRETYPE_END_GROUP) {
        throw new MalformedRequestException("it has a protobuf group, and there are none");
      }
      if (!each.read(WireFormat.getTagFieldNumber(tag), in)) {
        in.skipField(tag);
      }
    }
  }

  private static void message(CodedInputStream in, Field each)
      throws IOException, MalformedRequestException {
    int outer = in.pushLimit(in.readRawVarint32());
    fields(in, each);
    in.popLimit(outer);
  }

  private void seriesOf1(CodedInputStream in) throws IOException, MalformedRequestException {
    var series = new Series();
    message(
        in,
        (field, part) -> {
          switch (field) {
            case 1 -> label(part, series);
            case 2 -> sample(part, series);
            case 4 -> {
              histograms++;
              return false;
            }
            default -> {
              return false;
            }
          }
          return true;
        });
    take(series);
  }

  private void seriesOf2(CodedInputStream in) throws IOException, MalformedRequestException {
    var series = new Series();
    message(
        in,
        (field, part) -> {
          switch (field) {
            case 1 -> references(part, series);
            case 2 -> sample(part, series);
            case 3 -> {
              histograms++;
              return false;
            }
            default -> {
              return false;
            }
          }
          return true;
        });
    take(series);
  }

  private static void label(CodedInputStream in, Series series)
      throws IOException, MalformedRequestException {
    String[] pair = {"", ""};
    message(
        in,
        (field, part) -> {
          if (field != 1 && field != 2) {
            return false;
          }
          pair[field - 1] = part.readStringRequireUtf8();
          return true;
        });
    series.add(pair[0]);
    series.add(pair[1]);
  }

  /** Packed, as senders write them. */
  private void references(CodedInputStream in, Series series)
      throws IOException, MalformedRequestException {
    int outer = in.pushLimit(in.readRawVarint32());
    while (!in.isAtEnd()) {
      int index = in.readUInt32();
      if (index < 0 || index >= symbols.size()) {
        throw new MalformedRequestException("a label refers to a symbol that is not there");
      }
      series.add(symbols.get(index));
    }
    in.popLimit(outer);
  }

  private void sample(CodedInputStream in, Series series)
      throws IOException, MalformedRequestException {
    double[] value = {0};
    long[] timestamp = {0};
    message(
        in,
        (field, part) -> {
          if (field == 1) {
            value[0] = part.readDouble();
          } else if (field == 2) {
            timestamp[0] = part.readInt64();
          } else {
            return false;
          }
          return true;
        });
    if (samples.size() + unsoundSamples + series.points.size() >= MAX_SAMPLES) {
      throw new MalformedRequestException(
          "it has more than " + MAX_SAMPLES + " samples (max_samples_per_send)");
    }
    series.points.add(new Point(value[0], timestamp[0]));
  }

  private record Point(double value, long timestamp) {}

  /** A series as it is being read: its labels may come after its samples. */
  private static final class Series {

    /** Names and values in turn. */
    private final List<String> labels = new ArrayList<>();

    private final List<Point> points = new ArrayList<>();
    private int chars;

    void add(String nameOrValue) throws MalformedRequestException {
      if (labels.size() >= 2 * MAX_LABELS) {
        throw new MalformedRequestException("a series has more than " + MAX_LABELS + " labels");
      }
      labels.add(nameOrValue);
      chars += nameOrValue.length();
    }
  }

  private void take(Series series) throws MalformedRequestException {
    eventChars += (long) series.chars * series.points.size();
    if (eventChars > MAX_EVENT_CHARS) {
      throw new MalformedRequestException("its labels are too long for so many samples");
    }
    var labels = new TreeMap<String, String>();
    String complaint = collect(series.labels, labels);
    String metric = labels.remove(NAME);
    if (complaint == null && metric == null) {
      complaint = "a series has no name";
    }
    if (complaint != null || metric == null) {
      unsoundSamples += series.points.size();
      unsound = unsound == null ? complaint : unsound;
      return;
    }
    Labels sound = Labels.of(labels);
    series.points.forEach(
        point -> samples.add(new Sample(metric, sound, point.value(), point.timestamp())));
  }

  /** Fills in the labels and says what is wrong with them, or null. */
  private static @Nullable String collect(List<String> pairs, Map<String, String> labels) {
    if (pairs.size() % 2 != 0) {
      return "a label has no value";
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      String name = pairs.get(i);
      if (name.isEmpty() || pairs.get(i + 1).isEmpty()) {
        return "a label is empty: \"" + Excerpt.forReason(name) + '"';
      }
      if (labels.put(name, pairs.get(i + 1)) != null) {
        return "a label stands twice: " + Excerpt.forReason(name);
      }
    }
    return null;
  }
}
