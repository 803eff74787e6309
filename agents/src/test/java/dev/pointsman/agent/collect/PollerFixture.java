package dev.pointsman.agent.collect;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.AgentIdentity;
import dev.pointsman.agent.Coverage;
import dev.pointsman.agent.TestingSink;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.time.Duration;

/** What a poller runs with in tests, and what it counted there. */
abstract class PollerFixture {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Duration SHORT = Duration.ofMillis(50);
  static final Duration LONG = Duration.ofMinutes(5);

  final TestingSink sink = new TestingSink();
  final CollectorRegistry registry = new CollectorRegistry();
  final Coverage coverage = new Coverage(System::nanoTime);
  final AgentContext context = context(Clock.systemUTC());

  final AgentContext context(Clock clock) {
    return new AgentContext(
        new AgentIdentity("collect", "us-east-1", null), sink, coverage, clock, registry);
  }

  /** How many rounds ended so. */
  final double rounds(String outcome) {
    return count(
        "pointsman_agent_collect_rounds_total",
        new String[] {"collector", "outcome"},
        new String[] {"testing", outcome});
  }

  /** How many rounds were not begun, as the one before went on. */
  final double overdue() {
    return count(
        "pointsman_agent_collect_overdue_total",
        new String[] {"collector"},
        new String[] {"testing"});
  }

  private double count(String metric, String[] names, String[] values) {
    Double value = registry.getSampleValue(metric, names, values);
    return value == null ? 0 : value;
  }
}
