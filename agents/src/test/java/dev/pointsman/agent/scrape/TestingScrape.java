package dev.pointsman.agent.scrape;

import dev.pointsman.agent.TestingSink;
import dev.pointsman.agent.collect.NoAnswerException;
import dev.pointsman.agent.fault.OwnFaultException;
import dev.pointsman.agent.metric.MetricSelection;
import dev.pointsman.agent.scrape.ScrapeException.Reason;
import dev.pointsman.agent.scrape.ScrapeTarget.Access;
import dev.pointsman.agent.scrape.ScrapeTarget.Limits;
import dev.pointsman.agent.scrape.ScrapeTarget.Naming;
import dev.pointsman.agent.scrape.ScrapeTarget.Pace;
import dev.pointsman.agent.scrape.TestingTarget.Script;
import io.prometheus.client.CollectorRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** Scrapes, and what came of the last one. */
final class TestingScrape {

  static final Instant NOW = Instant.ofEpochMilli(1_763_700_000_000L);

  /** Longer than any test waits. */
  static final Pace PATIENT = new Pace(Duration.ofMinutes(5), Duration.ofMinutes(1));

  static final Pace SHORT = new Pace(Duration.ofMinutes(5), Duration.ofMillis(700));

  /** Of all scrapes. */
  final TestingSink sink = new TestingSink();

  private CollectorRegistry registry = new CollectorRegistry();

  ScrapeCollector collector(ScrapeTarget target) {
    registry = new CollectorRegistry();
    return ScrapeCollector.forAll(List.of(target), "us-east-1", () -> NOW, registry).get(0);
  }

  static ScrapeCollector collector(ScrapeTarget target, ScrapeMemory memory) {
    var registry = new CollectorRegistry();
    return ScrapeCollector.forAll(List.of(target), "us-east-1", () -> NOW, registry, memory).get(0);
  }

  void collect(ScrapeTarget target)
      throws ScrapeException, OwnFaultException, InterruptedException {
    try {
      collector(target).collect(sink);
    } catch (NoAnswerException e) {
      e.findings().forEach(sink::accept);
      throw (ScrapeException) Objects.requireNonNull(e.getCause());
    }
  }

  /** Why a scrape failed of a target that answers so. */
  ScrapeException failure(Script script) {
    return failure(script, PATIENT, Limits.DEFAULT);
  }

  ScrapeException failure(Script script, Pace pace, Limits limits) {
    try (var target = new TestingTarget(script)) {
      return failure(target, pace, limits);
    }
  }

  ScrapeException failure(TestingTarget target, Pace pace, Limits limits) {
    try {
      collect(target(target.url(), pace, limits));
    } catch (ScrapeException e) {
      return e;
    } catch (OwnFaultException e) {
      throw new AssertionError("the target was not asked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("it was scraped: " + sink.readings());
  }

  /** How many samples of the last scrape had this fate. */
  Double counted(String outcome) {
    return registry.getSampleValue(
        "pointsman_agent_scrape_samples_total",
        new String[] {"job", "outcome"},
        new String[] {"node", outcome});
  }

  /** How often the last collector's scrapes failed for this reason. */
  Double failed(Reason reason) {
    return registry.getSampleValue(
        "pointsman_agent_scrape_failures_total",
        new String[] {"job", "reason"},
        new String[] {"node", reason.text()});
  }

  /** How many bytes the last collector's answers had. */
  Double bytes() {
    return registry.getSampleValue(
        "pointsman_agent_scrape_bytes_sum", new String[] {"job"}, new String[] {"node"});
  }

  static ScrapeTarget target(String url) {
    return target(url, PATIENT, Limits.DEFAULT);
  }

  static ScrapeTarget target(String url, Pace pace, Limits limits) {
    return new ScrapeTarget(
        "node",
        URI.create(url),
        pace,
        Naming.DEFAULT,
        MetricSelection.EVERYTHING,
        Access.DEFAULT,
        limits);
  }

  static ScrapeTarget target(String url, Naming naming, MetricSelection metrics) {
    return new ScrapeTarget(
        "node", URI.create(url), PATIENT, naming, metrics, Access.DEFAULT, Limits.DEFAULT);
  }

  static ScrapeTarget target(String url, Access access) {
    return new ScrapeTarget(
        "node",
        URI.create(url),
        PATIENT,
        Naming.DEFAULT,
        MetricSelection.EVERYTHING,
        access,
        Limits.DEFAULT);
  }

  static byte[] gzip(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
