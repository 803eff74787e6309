package dev.pointsman.notify;

import dev.pointsman.alert.Evidence;
import dev.pointsman.alert.Reason;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Labels;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words in which people are told of an alert, the same for every receiver. */
final class AlertText {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([A-Za-z_]\\w*)\\s*}}");
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String URL_SUFFIX = "_url";

  private AlertText() {}

  /** One line: the rule's {@code summary} annotation, else what can be said of any alert. */
  static String summary(Transition transition) {
    String annotation = transition.annotations().get("summary");
    if (annotation != null && !annotation.isBlank()) {
      return filled(annotation, transition);
    }
    String what = transition.reason() == Reason.NO_DATA ? " has no data" : " is firing";
    String value =
        transition.value() == null || transition.reason() == Reason.NO_DATA
            ? ""
            : " (value " + number(transition.value()) + ")";
    String labels =
        transition.labels().isEmpty() ? "" : ": " + plain(transition.labels(), Labels.EMPTY);
    return transition.alert() + what + labels + value;
  }

  /** Annotations for reading, their placeholders filled in: all but the summary and the links. */
  static Map<String, String> notes(Transition transition) {
    var notes = new TreeMap<String, String>();
    transition
        .annotations()
        .forEach(
            (name, text) -> {
              if (!name.equals("summary") && !name.endsWith(URL_SUFFIX)) {
                notes.put(name, filled(text, transition));
              }
            });
    return notes;
  }

  /** The annotations {@code runbook_url}, {@code dashboard_url} and their like. */
  static List<Link> links(Transition transition) {
    var links = new ArrayList<Link>();
    transition
        .annotations()
        .forEach(
            (name, text) -> {
              String href = filled(text, transition);
              if (name.endsWith(URL_SUFFIX)
                  && (href.startsWith("https://") || href.startsWith("http://"))) {
                links.add(new Link(href, title(name)));
              }
            });
    return links;
  }

  private static String title(String annotation) {
    String words =
        annotation.substring(0, annotation.length() - URL_SUFFIX.length()).replace('_', ' ');
    return words.isEmpty()
        ? "Link"
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** A line for each reading, newest last: when, how much, and from where where that differs. */
  static List<String> evidence(Transition transition) {
    var lines = new ArrayList<String>();
    for (Evidence evidence : transition.evidence()) {
      String labels = plain(evidence.labels(), transition.labels());
      lines.add(
          time(evidence.timestamp())
              + "  "
              + number(evidence.value())
              + (labels.isEmpty() ? "" : "  " + labels));
    }
    return lines;
  }

  /** {@code check=api region=us-west-2}, without the labels that {@code known} has as well. */
  static String plain(Labels labels, Labels known) {
    var text = new StringJoiner(" ");
    labels.forEach(
        (name, value) -> {
          if (!value.equals(known.get(name))) {
            text.add(name + "=" + value);
          }
        });
    return text.toString();
  }

  /** A placeholder that names nothing stays: a reader sees that the rule has a mistake. */
  private static String filled(String template, Transition transition) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            match -> {
              String value = value(match.group(1), transition);
              return Matcher.quoteReplacement(value == null ? match.group() : value);
            });
  }

  private static @Nullable String value(String name, Transition transition) {
    String label = transition.labels().get(name);
    if (label != null) {
      return label;
    }
    return switch (name) {
      case "value" -> transition.value() == null ? "?" : number(transition.value());
      case "alert" -> transition.alert();
      case "severity" -> transition.severity().text();
      default -> null;
    };
  }

  /** {@code 3}, {@code 0.25}, {@code 1234.57}: six digits are enough at night. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  static String time(long epochMillis) {
    return UTC.format(Instant.ofEpochMilli(epochMillis));
  }

  /** {@code 45s}, {@code 4m 10s}, {@code 2h 5m}, {@code 3d 4h}: the two units that matter. */
  static String length(long fromMillis, long untilMillis) {
    Duration length = Duration.ofMillis(Math.max(0, untilMillis - fromMillis));
    if (length.toDays() > 0) {
      return length.toDays() + "d " + length.toHoursPart() + "h";
    }
    if (length.toHours() > 0) {
      return length.toHours() + "h " + length.toMinutesPart() + "m";
    }
    if (length.toMinutes() > 0) {
      return length.toMinutes() + "m " + length.toSecondsPart() + "s";
    }
    return length.toSeconds() + "s";
  }
}
