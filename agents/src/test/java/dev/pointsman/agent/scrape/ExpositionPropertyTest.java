package dev.pointsman.agent.scrape;

import static dev.pointsman.agent.scrape.ExpositionParserTest.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.pointsman.agent.scrape.ExpositionParser.Dialect;
import dev.pointsman.event.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold of any text, shown with many made up from a fixed seed. */
class ExpositionPropertyTest {

  private static final int TEXTS = 300;
  private static final String NAME_CHARS = "abcXYZ_019";
  private static final String VALUE_CHARS = "ab\"\\\n{},= #€\0😀\t";

  private final Random random = new Random(20_261_122);

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadAgain(Dialect dialect) throws ScrapeException {
    for (int i = 0; i < TEXTS; i++) {
      List<ParsedSample> samples = samples();
      assertThat(parse(dialect, written(samples, dialect))).isEqualTo(samples);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofATextThatIsCutOffOnlyWholeLinesAreEverTaken(Dialect dialect) throws ScrapeException {
    for (int i = 0; i < TEXTS / 10; i++) {
      List<ParsedSample> samples = samples();
      String text = written(samples, dialect);
      for (int cut = 0; cut < text.length(); cut++) {
        String start = text.substring(0, cut);
        boolean whole =
            dialect == Dialect.OPENMETRICS
                ? start.endsWith("# EOF")
                : start.isEmpty() || start.endsWith("\n");
        if (whole) {
          List<ParsedSample> read = parse(dialect, start);
          assertThat(read).isEqualTo(samples.subList(0, read.size()));
        } else {
          assertThatThrownBy(() -> parse(dialect, start)).isInstanceOf(ScrapeException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTextWithAnyCharacterChangedIsReadOrRefusedWithItsLine(Dialect dialect) {
    for (int i = 0; i < TEXTS; i++) {
      var text = new StringBuilder(written(samples(), dialect));
      for (int changes = random.nextInt(5); changes >= 0 && !text.isEmpty(); changes--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, (char) random.nextInt(0x3000));
          default -> text.setCharAt(at, "\"\\\n{},=# 09eN+-\t".charAt(random.nextInt(16)));
        }
      }
      assertThatCode(() -> readOrRefused(dialect, text.toString()))
          .as(text.toString())
          .doesNotThrowAnyException();
    }
  }

  private static void readOrRefused(Dialect dialect, String text) {
    try {
      parse(dialect, text);
    } catch (ScrapeException e) {
      assertThat(e.getMessage()).matches("(?s)line \\d+: .{1,400}");
    } catch (RuntimeException e) {
      fail("neither", e);
    }
  }

  private List<ParsedSample> samples() {
    var samples = new ArrayList<ParsedSample>();
    for (int i = random.nextInt(6); i > 0; i--) {
      var labels = new TreeMap<String, String>();
      for (int j = random.nextInt(4); j > 0; j--) {
        labels.put("l" + text(NAME_CHARS), "v" + text(VALUE_CHARS));
      }
      Long timestamp = random.nextBoolean() ? null : random.nextLong(4_000_000_000_000L);
      samples.add(new ParsedSample("m" + text(NAME_CHARS), Labels.of(labels), value(), timestamp));
    }
    return samples;
  }

  private double value() {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(1000);
      case 1 -> Double.NaN;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(300));
      default -> random.nextDouble();
    };
  }

  /** Characters of {@code from}, which has no half ones where they are picked two by two. */
  private String text(String from) {
    int[] characters = from.codePoints().toArray();
    var text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }

  private String written(List<ParsedSample> samples, Dialect dialect) {
    var text = new StringBuilder();
    for (ParsedSample sample : samples) {
      if (random.nextInt(4) == 0) {
        text.append("# TYPE ").append(sample.metric()).append(" gauge\n");
      }
      boolean quoted = random.nextInt(4) == 0;
      text.append(quoted ? "" : sample.metric()).append(quoted || hasLabels(sample) ? "{" : "");
      text.append(quoted ? '"' + sample.metric() + '"' : "");
      boolean[] first = {!quoted};
      sample
          .labels()
          .forEach(
              (name, value) -> {
                text.append(first[0] ? "" : ",").append(name).append("=\"");
                text.append(escaped(value)).append('"');
                first[0] = false;
              });
      text.append(quoted || hasLabels(sample) ? "} " : " ").append(number(sample.value()));
      if (sample.timestamp() != null) {
        text.append(' ').append(time(sample.timestamp(), dialect));
      }
      if (dialect == Dialect.OPENMETRICS && random.nextInt(4) == 0) {
        text.append(" # {trace=\"").append(escaped(text(VALUE_CHARS))).append("\"} 1 2.5");
      }
      text.append('\n');
    }
    return text.append(dialect == Dialect.OPENMETRICS ? "# EOF\n" : "").toString();
  }

  private static boolean hasLabels(ParsedSample sample) {
    return !sample.labels().isEmpty();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    return Double.isInfinite(value) ? (value > 0 ? "+Inf" : "-Inf") : Double.toString(value);
  }

  private static String time(long millis, Dialect dialect) {
    return dialect == Dialect.OPENMETRICS
        ? "%d.%03d".formatted(millis / 1000, millis % 1000)
        : Long.toString(millis);
  }
}
