package dev.pointsman.agent.scrape;

import dev.pointsman.agent.scrape.ScrapeException.Reason;
import dev.pointsman.connector.http.Excerpt;
import dev.pointsman.event.Labels;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Prometheus text format 0.0.4 and OpenMetrics 1.0: gives each sample in turn, and fails
 * at the first line that is not of the format. What stands in comments (help, types, units) and
 * exemplars are passed over; histograms and summaries are the plain samples that they consist of.
 *
 * <p>Sources: prometheus.io/docs/instrumenting/exposition_formats, the OpenMetrics specification,
 * and the UTF-8 names in quotes of Prometheus 3.
 */
final class ExpositionParser {

  /** The two formats. */
  enum Dialect {
    /** Timestamps in whole milliseconds; blanks and empty lines are free. */
    PROMETHEUS,
    /** Timestamps in seconds; one blank between parts; ends with {@code # EOF}. */
    OPENMETRICS
  }

  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?(?:\\d++(?:\\.\\d*+)?+|\\.\\d++)(?:[eE][+-]?\\d++)?+"
              + "|(?i:[+-]?inf(?:inity)?|nan)");

  private static final int MAX_NUMBER_LENGTH = 100;

  private final String text;
  private final Dialect dialect;
  private int position;
  private int line = 1;

  private ExpositionParser(String text, Dialect dialect) {
    this.text = text;
    this.dialect = dialect;
  }

  /**
   * Gives each sample to {@code taker}.
   *
   * @throws ScrapeException with the number of the line where the text is not of the format, or as
   *     {@code taker} throws it
   */
  static void parse(String text, Dialect dialect, ParsedSample.Taker taker) throws ScrapeException {
    new ExpositionParser(text, dialect).parse(taker);
  }

  private void parse(ParsedSample.Taker taker) throws ScrapeException {
    while (position < text.length()) {
      blanks();
      if (at('\n') && dialect == Dialect.PROMETHEUS) {
        position++;
      } else if (at('#')) {
        if (comment()) {
          return;
        }
      } else {
        taker.take(sample());
      }
      line++;
    }
    if (dialect == Dialect.OPENMETRICS) {
      throw malformed("it does not end with # EOF, so a part may be missing");
    }
  }

  /** Passes over a comment; true at the end of OpenMetrics. */
  private boolean comment() throws ScrapeException {
    int end = text.indexOf('\n', position);
    String comment = text.substring(position, end < 0 ? text.length() : end);
    if (dialect == Dialect.OPENMETRICS && comment.equals("# EOF")) {
      position = end < 0 ? text.length() : end + 1;
      if (position < text.length()) {
        line++;
        throw malformed("something follows # EOF");
      }
      return true;
    }
    if (end < 0) {
      throw malformed("the last line does not end, so a part may be missing");
    }
    position = end + 1;
    return false;
  }

  private ParsedSample sample() throws ScrapeException {
    String metric = at('{') ? null : name("a metric's name", true);
    blanks();
    var labels = new TreeMap<String, String>();
    if (at('{')) {
      metric = labels(metric, labels);
    }
    if (metric == null) {
      throw malformed("a metric's name is missing");
    }
    double value = number("a value");
    Long timestamp = null;
    if (isMore() && !at('#')) {
      timestamp = timestamp();
    }
    if (dialect == Dialect.OPENMETRICS && isMore() && at('#')) {
      exemplar();
    }
    if (!at('\n')) {
      throw position >= text.length()
          ? malformed("the last line does not end, so a part may be missing")
          : malformed("expected the end of the line, not " + rest());
    }
    position++;
    return new ParsedSample(metric, Labels.of(labels), value, timestamp);
  }

  /** Labels in braces, and among them the name of the metric where it stands there in quotes. */
  private @Nullable String labels(@Nullable String outside, Map<String, String> labels)
      throws ScrapeException {
    String metric = outside;
    position++;
    blanks();
    while (!at('}')) {
      boolean quoted = at('"');
      String name = quoted ? quoted() : name("a label's name", false);
      blanks();
      if (quoted && !at('=')) {
        if (metric != null) {
          throw malformed("a second name of the metric: \"" + Excerpt.forReason(name) + '"');
        }
        metric = name;
      } else {
        expect('=');
        blanks();
        String value = quoted();
        if (name.isEmpty() || name.equals("__name__")) {
          throw malformed("a label cannot have the name \"" + name + '"');
        }
        if (labels.put(name, value) != null) {
          throw malformed("label " + Excerpt.forReason(name) + " stands twice");
        }
        blanks();
      }
      if (at(',')) {
        position++;
        blanks();
      } else if (!at('}')) {
        throw malformed("expected , or } after a label, not " + rest());
      }
    }
    position++;
    // An empty label is the same as none.
    labels.values().removeIf(String::isEmpty);
    return metric == null || metric.isEmpty() ? null : metric;
  }

  /** {@code # {labels} value} and perhaps a timestamp: one observation out of many, no reading. */
  private void exemplar() throws ScrapeException {
    expect('#');
    expect(' ');
    if (!at('{')) {
      throw malformed("expected the labels of an exemplar, not " + rest());
    }
    labels("", new TreeMap<>());
    number("the value of an exemplar");
    if (isMore()) {
      timestamp();
    }
  }

  private String name(String what, boolean colon) throws ScrapeException {
    int start = position;
    while (position < text.length() && isOfName(text.charAt(position), position > start, colon)) {
      position++;
    }
    if (position == start) {
      throw malformed("expected " + what + ", not " + rest());
    }
    return text.substring(start, position);
  }

  private static boolean isOfName(char c, boolean digit, boolean colon) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (colon && c == ':')
        || (digit && c >= '0' && c <= '9');
  }

  private String quoted() throws ScrapeException {
    expect('"');
    int start = position;
    StringBuilder unescaped = null;
    while (position < text.length() && !at('"') && !at('\n')) {
      char c = text.charAt(position++);
      if (c == '\\' && position < text.length() && !at('\n')) {
        if (unescaped == null) {
          unescaped = new StringBuilder().append(text, start, position - 1);
        }
        char escaped = text.charAt(position++);
        switch (escaped) {
          case 'n' -> unescaped.append('\n');
          case '"', '\\' -> unescaped.append(escaped);
          default -> unescaped.append('\\').append(escaped); // as Prometheus reads it
        }
      } else if (unescaped != null) {
        unescaped.append(c);
      }
    }
    String value = unescaped == null ? text.substring(start, position) : unescaped.toString();
    expect('"');
    return value;
  }

  private double number(String what) throws ScrapeException {
    String number = word(what);
    if (number.length() > MAX_NUMBER_LENGTH || !NUMBER.matcher(number).matches()) {
      throw malformed("expected " + what + ", not \"" + Excerpt.forReason(number) + '"');
    }
    char last = number.charAt(number.length() - 1);
    if (last == '.' || (last >= '0' && last <= '9')) {
      return Double.parseDouble(number);
    }
    if (last == 'n' || last == 'N') {
      return Double.NaN;
    }
    return number.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private long timestamp() throws ScrapeException {
    if (dialect == Dialect.OPENMETRICS) {
      double seconds = number("a timestamp in seconds");
      double millis = seconds * 1000;
      if (!(Math.abs(millis) < Long.MAX_VALUE)) {
        throw malformed("expected a timestamp in seconds, not " + seconds);
      }
      return Math.round(millis);
    }
    String millis = word("a timestamp");
    try {
      return Long.parseLong(millis);
    } catch (NumberFormatException e) {
      throw malformed(
          "expected a timestamp in whole milliseconds, not \"" + Excerpt.forReason(millis) + '"');
    }
  }

  private String word(String what) throws ScrapeException {
    if (dialect == Dialect.OPENMETRICS) {
      expect(' ');
    } else {
      blanks();
    }
    int start = position;
    while (position < text.length() && !isBlank(text.charAt(position)) && !at('\n')) {
      position++;
    }
    if (position == start) {
      throw malformed("expected " + what + ", not " + rest());
    }
    return text.substring(start, position);
  }

  /** Whether something follows on the line, past blanks; in OpenMetrics a blank is to be left. */
  private boolean isMore() {
    if (dialect == Dialect.PROMETHEUS) {
      blanks();
      return position < text.length() && !at('\n');
    }
    if (text.startsWith(" #", position)) {
      position++;
    }
    return at(' ') || at('#');
  }

  private void blanks() {
    if (dialect == Dialect.PROMETHEUS) {
      while (position < text.length() && isBlank(text.charAt(position))) {
        position++;
      }
    }
  }

  private boolean isBlank(char c) {
    return c == ' ' || (c == '\t' && dialect == Dialect.PROMETHEUS);
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private void expect(char c) throws ScrapeException {
    if (!at(c)) {
      throw malformed("expected '" + c + "', not " + rest());
    }
    position++;
  }

  private String rest() {
    if (position >= text.length()) {
      return "the end of the answer";
    }
    if (at('\n')) {
      return "the end of the line";
    }
    int end = text.indexOf('\n', position);
    String rest = text.substring(position, end < 0 ? text.length() : end);
    return '"' + Excerpt.of(rest, 40) + '"';
  }

  private ScrapeException malformed(String message) {
    return new ScrapeException(Reason.MALFORMED, "line " + line + ": " + message);
  }
}
