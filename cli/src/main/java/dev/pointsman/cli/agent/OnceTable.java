package dev.pointsman.cli.agent;

import static java.util.stream.Collectors.toSet;

import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.event.ReplicationLagEvent;
import dev.pointsman.cli.Counted;
import dev.pointsman.config.HealthCheck;
import dev.pointsman.event.Reading;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all checks found in one run, as a table for people. */
final class OnceTable implements EventSink {

  private static final double NANOS_PER_MILLI = 1e6;

  private static final String OF_TLS = "(a look at its TLS, not at its health)";

  private final ConcurrentLinkedQueue<AgentEvent> events = new ConcurrentLinkedQueue<>();

  @Override
  public void accept(AgentEvent event) {
    events.add(event);
  }

  /** Whether all that was asked answered, every check is up, and what is declared is so. */
  boolean allWell() {
    return events.stream().allMatch(OnceTable::isWell);
  }

  private static boolean isWell(AgentEvent event) {
    return event instanceof HealthCheckEvent check
        ? check.up()
        : !(event instanceof MetricEvent metric)
            || !(isDown(metric.reading()) || isNotAsDeclared(metric.reading()));
  }

  /** As exporters name it: {@code up}, {@code collector_up}, {@code postgresql_up}. */
  private static boolean isDown(Reading reading) {
    String metric = reading.metric();
    return reading.value() == 0 && (metric.equals("up") || metric.endsWith("_up"));
  }

  private static boolean isNotAsDeclared(Reading reading) {
    String metric = reading.metric();
    boolean none = reading.value() == 0;
    return (metric.endsWith("_as_declared") && none)
        || (metric.equals("postgresql_synchronous_commit_differs") && !none)
        || (metric.equals("redis_cluster_nodes_missing") && !none)
        || (metric.equals("postgresql_synchronous_standbys")
            && none
            && "synchronous".equals(label(reading, "mode")));
  }

  /**
   * The last lines: what did not answer and what is not as declared, and how much of how much that
   * is; rules are not judged. None where nothing was found.
   */
  List<String> summary() {
    if (events.isEmpty()) {
      return List.of();
    }
    List<Reading> readings =
        events.stream()
            .filter(MetricEvent.class::isInstance)
            .map(each -> ((MetricEvent) each).reading())
            .toList();
    Map<Boolean, List<Reading>> systems =
        readings.stream()
            .filter(each -> each.metric().equals("collector_up"))
            .collect(Collectors.partitioningBy(OnceTable::isDown));
    List<Reading> silent = systems.getOrDefault(true, List.of());
    int asked = silent.size() + systems.getOrDefault(false, List.of()).size();
    List<Reading> wrong = readings.stream().filter(OnceTable::isNotAsDeclared).toList();
    var lines = new ArrayList<String>();
    silent.forEach(each -> lines.add("no answer:       " + system(each)));
    parts(readings, silent).forEach(each -> lines.add("down:            " + shown(each)));
    wrong.forEach(each -> lines.add("not as declared: " + shown(each)));
    Collections.sort(lines);
    lines.addAll(checks());
    if (asked > 0) {
      lines.add(
          silent.isEmpty()
              ? (asked == 1 ? "the system answered" : "all " + asked + " systems answered")
                  + (wrong.isEmpty() ? "" : ", not all of it is as declared")
              : silent.size() + " of " + Counted.of(asked, "system") + " did not answer");
    }
    return lines;
  }

  /** What is down of systems that answered. */
  private static List<Reading> parts(List<Reading> readings, List<Reading> silent) {
    Set<String> gone = silent.stream().map(each -> label(each, "target")).collect(toSet());
    return readings.stream()
        .filter(each -> isDown(each) && each.metric().endsWith("_up"))
        .filter(each -> !each.metric().equals("collector_up"))
        .filter(each -> !gone.contains(label(each, "cluster")))
        .toList();
  }

  private List<String> checks() {
    List<HealthCheckEvent> checks =
        events.stream()
            .filter(HealthCheckEvent.class::isInstance)
            .map(HealthCheckEvent.class::cast)
            .toList();
    if (checks.isEmpty()) {
      return List.of();
    }
    long notAsked = checks.stream().filter(OnceTable::isNotAsked).count();
    long down = checks.stream().filter(each -> !each.up()).count() - notAsked;
    String of = Counted.of(checks.size(), "check");
    var lines = new ArrayList<String>();
    if (down > 0) {
      lines.add(down + " of " + of + (down == 1 ? " is down" : " are down"));
    }
    if (notAsked > 0) {
      lines.add(notAsked + " of " + of + " could not be asked");
    }
    if (lines.isEmpty()) {
      lines.add(checks.size() == 1 ? "the check is up" : "all " + of + " are up");
    }
    return lines;
  }

  /** Nothing is known of its target, by a fault of this machine or its name servers. */
  private static boolean isNotAsked(HealthCheckEvent check) {
    return String.valueOf(check.error()).startsWith(HealthCheckEvent.NOT_ASKED);
  }

  private static String system(Reading reading) {
    return label(reading, "collector") + " " + label(reading, "target");
  }

  private static String label(Reading reading, String name) {
    return reading.labels().getOrEmpty(name);
  }

  private static String shown(Reading reading) {
    return reading.metric() + reading.labels() + " " + number(reading.value());
  }

  /**
   * The lines, each kind sorted: metrics, then lags, and health checks last, as what is printed
   * last is seen first.
   */
  List<String> lines() {
    Map<Integer, List<String>> byKind = new TreeMap<>();
    for (AgentEvent event : events) {
      byKind.computeIfAbsent(rank(event), rank -> new ArrayList<>()).add(line(event));
    }
    return byKind.values().stream().flatMap(lines -> lines.stream().sorted()).toList();
  }

  private static int rank(AgentEvent event) {
    return event instanceof HealthCheckEvent ? 2 : event instanceof ReplicationLagEvent ? 1 : 0;
  }

  private static String line(AgentEvent event) {
    if (event instanceof HealthCheckEvent check) {
      return "%-24s %-20s %-40s %-4s %s"
          .formatted(
              check.check(),
              check.region(),
              check.target(),
              check.up() ? "up" : isNotAsked(check) ? "?" : "DOWN",
              details(check));
    }
    if (event instanceof ReplicationLagEvent lag) {
      return "lag of %s/%s in %s: %s"
          .formatted(lag.cluster(), lag.replica(), lag.region(), amounts(lag));
    }
    return shown(((MetricEvent) event).reading());
  }

  private static String details(HealthCheckEvent check) {
    Duration latency = check.latency();
    String time =
        latency == null
            ? ""
            : String.format(Locale.ROOT, "%.1f ms", latency.toNanos() / NANOS_PER_MILLI);
    String error = check.error() == null ? "" : check.error();
    String what = check.check().equals(HealthCheck.OF_TLS) ? OF_TLS : "";
    return Stream.of(time, error, what)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("  "));
  }

  private static String amounts(ReplicationLagEvent lag) {
    return List.of(
            amount(lag.lagMillis(), " ms"),
            amount(lag.lagBytes(), " bytes"),
            lag.syncState() == null ? "" : lag.syncState())
        .stream()
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String amount(@Nullable Double value, String unit) {
    return value == null ? "" : number(value) + unit;
  }

  /** To three places, and what is below 1 to four digits. */
  private static String number(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return value == 0 ? "0" : Double.toString(value);
    }
    var exact = new BigDecimal(value);
    BigDecimal rounded =
        Math.abs(value) < 1
            ? exact.round(new MathContext(4, RoundingMode.HALF_UP))
            : exact.setScale(3, RoundingMode.HALF_UP);
    return rounded.stripTrailingZeros().toPlainString();
  }
}
