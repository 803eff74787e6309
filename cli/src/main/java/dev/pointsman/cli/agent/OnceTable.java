package dev.pointsman.cli.agent;

import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.event.ReplicationLagEvent;
import dev.pointsman.config.HealthCheck;
import dev.pointsman.event.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /** Whether every check is up, and every system that was asked. */
  boolean allWell() {
    return events.stream().allMatch(OnceTable::isWell);
  }

  private static boolean isWell(AgentEvent event) {
    if (event instanceof HealthCheckEvent check) {
      return check.up();
    }
    return !(event instanceof MetricEvent metric
        && isUp(metric.reading().metric())
        && metric.reading().value() == 0);
  }

  /** As exporters name it: {@code up}, {@code collector_up}, {@code postgresql_up}. */
  private static boolean isUp(String metric) {
    return metric.equals("up") || metric.endsWith("_up");
  }

  /** The last line: whether all is well, and how many findings say that something is down. */
  String summary() {
    long down = events.stream().filter(each -> !isWell(each)).count();
    return down == 0 ? "all is well" : "down: " + down;
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
              check.up() ? "up" : "DOWN",
              details(check));
    }
    if (event instanceof ReplicationLagEvent lag) {
      return "lag of %s/%s in %s: %s"
          .formatted(lag.cluster(), lag.replica(), lag.region(), amounts(lag));
    }
    Reading reading = ((MetricEvent) event).reading();
    return reading.metric() + reading.labels() + " " + number(reading.value());
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

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
