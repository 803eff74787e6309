package dev.pointsman.agent.scrape;

import static dev.pointsman.agent.scrape.ExpositionParser.Dialect.OPENMETRICS;
import static dev.pointsman.agent.scrape.ExpositionParser.Dialect.PROMETHEUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.agent.scrape.ExpositionParser.Dialect;
import dev.pointsman.event.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that Prometheus' own tests of its parsers have, and some of ours. */
class ExpositionParserTest {

  @Test
  void samplesOfTheTextFormatAreRead() throws ScrapeException {
    String text =
        """
        # HELP request_seconds How long requests took, with \\n and \\\\.
        # \tTYPE request_seconds summary
        request_seconds{quantile="0"} 4.9351e-05
        request_seconds{quantile="0.25",} 7.4e-05
        request_seconds { quantile = "0.5" , method="GET" } 8.3835e-05
        # Help that begins with a capital is a comment
        #
        #TYPE without a blank is one, too
        some:aggregate:rate5m{a_b="c"}\t1

        goroutines 33  \t1763700000123
        _begins_with_underscore 1
        in_quotes{label="\\"bar\\" \\\\ \\n \\x"} +Inf
        with_null{a="abc\0"} .5
        empty_label{a="",b="1"} NaN
        """;
    assertThat(parse(PROMETHEUS, text))
        .containsExactly(
            sample("request_seconds", 4.9351e-05, null, "quantile", "0"),
            sample("request_seconds", 7.4e-05, null, "quantile", "0.25"),
            sample("request_seconds", 8.3835e-05, null, "method", "GET", "quantile", "0.5"),
            sample("some:aggregate:rate5m", 1, null, "a_b", "c"),
            sample("goroutines", 33, 1763700000123L),
            sample("_begins_with_underscore", 1, null),
            sample("in_quotes", Double.POSITIVE_INFINITY, null, "label", "\"bar\" \\ \n \\x"),
            sample("with_null", 0.5, null, "a", "abc\0"),
            sample("empty_label", Double.NaN, null, "b", "1"));
  }

  @Test
  void samplesOfOpenMetricsAreRead() throws ScrapeException {
    String text =
        """
        # TYPE request_seconds histogram
        # UNIT request_seconds seconds
        # HELP request_seconds
        request_seconds_bucket{le="0.1"} 8 # {trace_id="abc"} 0.067
        request_seconds_bucket{le="+Inf"} 10 # {trace_id="d,e}f",span="\\"1\\""} 9.8 1763700000.5
        request_seconds_count 10 1763700000.789 # {} 1
        request_seconds_sum 324789.3 1763700001
        request_seconds_created 1520430000.123
        # TYPE state stateset
        state{state="a",x="y"} 1
        # EOF
        """;
    assertThat(parse(OPENMETRICS, text))
        .containsExactly(
            sample("request_seconds_bucket", 8, null, "le", "0.1"),
            sample("request_seconds_bucket", 10, null, "le", "+Inf"),
            sample("request_seconds_count", 10, 1763700000789L),
            sample("request_seconds_sum", 324789.3, 1763700001000L),
            sample("request_seconds_created", 1520430000.123, null),
            sample("state", 1, null, "state", "a", "x", "y"));
    assertThat(parse(OPENMETRICS, "a 1\n# EOF")).hasSize(1); // its last line end may be missing
  }

  @Test
  void namesInQuotesMayHaveAnyCharacters() throws ScrapeException {
    String text =
        """
        {"go.gc_seconds",quantile="0"} 1
        {quantile="1","go.gc_seconds"} 2
        {"Heizöl 10€ {\\"x\\"}","strange©\\nname"="6"} 3
        """;
    List<ParsedSample> expected =
        List.of(
            sample("go.gc_seconds", 1, null, "quantile", "0"),
            sample("go.gc_seconds", 2, null, "quantile", "1"),
            sample("Heizöl 10€ {\"x\"}", 3, null, "strange©\nname", "6"));
    assertThat(parse(PROMETHEUS, text)).isEqualTo(expected);
    assertThat(parse(OPENMETRICS, text + "# EOF\n")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "+1., 1",
    "-.5e+3, -500",
    "1E-2, 0.01",
    "inf, Infinity",
    "-INF, -Infinity",
    "+infinity, Infinity",
    "nan, NaN",
    "1e999, Infinity"
  })
  void numbersAreAsGoReadsThem(String written, double value) throws ScrapeException {
    assertThat(parse(PROMETHEUS, "a " + written + "\n")).containsExactly(sample("a", value, null));
  }

  @Test
  void nothingIsRightInTheTextFormatAndNotInOpenMetrics() throws ScrapeException {
    assertThat(parse(PROMETHEUS, "")).isEmpty();
    assertThat(parse(PROMETHEUS, "\n \t\n")).isEmpty();
    assertThat(parse(OPENMETRICS, "# EOF\n")).isEmpty();
    assertThatThrownBy(() -> parse(OPENMETRICS, "")).hasMessageContaining("# EOF");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a ",
        "9 1",
        "a{b='c'} 1",
        "a{b=",
        "a{b=\"c",
        "a{b=\"c\"",
        "a{b=\"c\"d=\"e\"} 1",
        "a{b=\"c\",,d=\"e\"} 1",
        "a{,b=\"c\"} 1",
        "a{=\"c\"} 1",
        "a{b} 1",
        "a{\"b\"} 1",
        "a{b=\"1\",b=\"2\"} 1",
        "a{__name__=\"x\"} 1",
        "{b=\"c\"} 1",
        "{\"a\",\"b\"} 1",
        "{\"\"} 1",
        "a{ö=\"1\"} 1",
        "a true",
        "a 1_2",
        "a 0x1p-3",
        "a 1d",
        "a 1f",
        "a 1e",
        "a --1",
        "a 1 1 1",
        "a 1 z",
        "a 1 99999999999999999999",
        "<html>",
        "{\"status\":\"success\"}",
        "a 1\r"
      })
  void whatIsNoSampleFailsInEitherFormat(String line) {
    assertThatThrownBy(() -> parse(PROMETHEUS, "ok 1\n" + line + "\n"))
        .isInstanceOf(ScrapeException.class)
        .hasMessageStartingWith("line 2: ");
    assertThatThrownBy(() -> parse(OPENMETRICS, "ok 1\n" + line + "\n# EOF\n"))
        .isInstanceOf(ScrapeException.class)
        .hasMessageStartingWith("line 2: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " a 1",
        "a\t1",
        "a  1",
        "a 1 ",
        "a 1 2 ",
        "a 1 NaN",
        "a 1 -Inf",
        "a{b=\"c\", d=\"e\"} 1",
        "a{b=\"c\"}1",
        "a 1 #",
        "a 1 # {b=\"c\"}",
        "a 1 # {b} 1",
        "a 1 # {b=c} 1",
        "a 1 # {b=\"c\"} true",
        "a 1 # {b=\"c\"} 1 NaN",
        "a 1 # 1",
        ""
      })
  void whatOnlyTheTextFormatAllowsOrNobodyFailsInOpenMetrics(String line) {
    assertThatThrownBy(() -> parse(OPENMETRICS, line + "\n# EOF\n"))
        .isInstanceOf(ScrapeException.class)
        .hasMessageStartingWith("line 1: ");
  }

  @Test
  void anAnswerThatIsCutOffIsNotTakenForAWholeOne() {
    assertThatThrownBy(() -> parse(PROMETHEUS, "a 1\na 12"))
        .hasMessage("line 2: the last line does not end, so a part may be missing");
    assertThatThrownBy(() -> parse(PROMETHEUS, "a 1\n# HEL"))
        .hasMessage("line 2: the last line does not end, so a part may be missing");
    assertThatThrownBy(() -> parse(OPENMETRICS, "a 1\n"))
        .hasMessage("line 2: it does not end with # EOF, so a part may be missing");
    assertThatThrownBy(() -> parse(OPENMETRICS, "# EOF\na 1\n"))
        .hasMessage("line 2: something follows # EOF");
    assertThatThrownBy(() -> parse(OPENMETRICS, "# EOF\n\n"))
        .hasMessage("line 2: something follows # EOF");
  }

  @Test
  void whatIsWrongIsSaidForPeople() {
    assertThatThrownBy(() -> parse(PROMETHEUS, "<!DOCTYPE html>\n"))
        .hasMessage("line 1: expected a metric's name, not \"<!DOCTYPE html>\"");
    assertThatThrownBy(() -> parse(PROMETHEUS, "a{b=\"c\n\"} 1\n"))
        .hasMessage("line 1: expected '\"', not the end of the line");
    assertThatThrownBy(() -> parse(PROMETHEUS, "a " + "9".repeat(1_000_000) + "\n"))
        .hasMessageStartingWith("line 1: expected a value, not \"999")
        .message()
        .hasSizeLessThan(300);
  }

  static List<ParsedSample> parse(Dialect dialect, String text) throws ScrapeException {
    var samples = new ArrayList<ParsedSample>();
    ExpositionParser.parse(text, dialect, samples::add);
    return samples;
  }

  private static ParsedSample sample(
      String metric, double value, @Nullable Long timestamp, String... labels) {
    return new ParsedSample(metric, Labels.of(labels), value, timestamp);
  }
}
