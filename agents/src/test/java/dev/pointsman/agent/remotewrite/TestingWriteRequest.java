package dev.pointsman.agent.remotewrite;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xerial.snappy.Snappy;

/** Requests as a sender writes them, in either version, packed by another Snappy than ours. */
final class TestingWriteRequest {

  private record Series(List<String> labels, List<double[]> samples, boolean histogram) {}

  private final List<Series> series = new ArrayList<>();

  /** A series with samples of one value each: value, timestamp, value, timestamp... */
  TestingWriteRequest series(List<String> labels, double... samples) {
    var pairs = new ArrayList<double[]>();
    for (int i = 0; i < samples.length; i += 2) {
      pairs.add(new double[] {samples[i], samples[i + 1]});
    }
    series.add(new Series(labels, pairs, false));
    return this;
  }

  TestingWriteRequest histogram(List<String> labels) {
    series.add(new Series(labels, List.of(), true));
    return this;
  }

  byte[] version1() {
    return message(
        out -> {
          for (Series each : series) {
            out.writeByteArray(1, message(inner -> write1(each, inner)));
          }
          out.writeByteArray(3, message(inner -> inner.writeString(2, "metadata")));
        });
  }

  private static void write1(Series series, CodedOutputStream out) throws IOException {
    for (int i = 0; i < series.labels.size(); i += 2) {
      int at = i;
      out.writeByteArray(
          1,
          message(
              label -> {
                label.writeString(1, series.labels.get(at));
                label.writeString(2, series.labels.get(at + 1));
              }));
    }
    writeSamples(series, out);
    out.writeByteArray(3, message(exemplar -> exemplar.writeDouble(2, 1)));
    if (series.histogram) {
      out.writeByteArray(4, message(histogram -> histogram.writeUInt64(1, 5)));
    }
  }

  byte[] version2() {
    Map<String, Integer> symbols = new LinkedHashMap<>(Map.of("", 0));
    series.forEach(
        each -> each.labels.forEach(label -> symbols.putIfAbsent(label, symbols.size())));
    return message(
        out -> {
          for (String symbol : symbols.keySet()) {
            out.writeString(4, symbol);
          }
          for (Series each : series) {
            out.writeByteArray(5, message(inner -> write2(each, symbols, inner)));
          }
        });
  }

  private static void write2(Series series, Map<String, Integer> symbols, CodedOutputStream out)
      throws IOException {
    byte[] references =
        message(
            packed -> {
              for (String label : series.labels) {
                packed.writeUInt32NoTag(symbols.getOrDefault(label, -1));
              }
            });
    out.writeByteArray(1, references);
    writeSamples(series, out);
    if (series.histogram) {
      out.writeByteArray(3, message(histogram -> histogram.writeUInt64(1, 5)));
    }
    out.writeByteArray(5, message(metadata -> metadata.writeEnum(1, 1)));
  }

  private static void writeSamples(Series series, CodedOutputStream out) throws IOException {
    for (double[] each : series.samples) {
      out.writeByteArray(
          2,
          message(
              sample -> {
                sample.writeDouble(1, each[0]);
                sample.writeInt64(2, (long) each[1]);
              }));
    }
  }

  interface Writer {
    void write(CodedOutputStream out) throws IOException;
  }

  static byte[] message(Writer writer) {
    var bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      writer.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] packed(byte[] message) {
    try {
      return Snappy.compress(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
