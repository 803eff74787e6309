package dev.pointsman.agent.scrape;

import dev.pointsman.agent.collect.Collector;
import dev.pointsman.agent.collect.NoAnswerException;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.fault.Fault;
import dev.pointsman.agent.fault.OwnFaultException;
import dev.pointsman.agent.metric.Sample;
import dev.pointsman.agent.metric.SampleBatch;
import dev.pointsman.agent.metric.Verdict;
import dev.pointsman.agent.scrape.ScrapeException.Reason;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Scrapes one target. A scrape is told whole or not at all, and each, also one that failed, is told
 * of with {@code up} (1 or 0), {@code scrape_duration_seconds} and {@code scrape_samples_scraped},
 * as Prometheus does.
 */
public final class ScrapeCollector implements Collector {

  private final ScrapeTarget target;
  private final String shown;
  private final TargetLabels labels;
  private final ScrapeClient client;
  private final InstantSource clock;
  private final ScrapeMetrics metrics;
  private final ScrapeMemory memory;

  private ScrapeCollector(
      ScrapeClient client,
      String shown,
      String observer,
      InstantSource clock,
      ScrapeMetrics metrics,
      ScrapeMemory memory) {
    this.target = client.target();
    this.shown = shown;
    this.labels = TargetLabels.of(target, observer);
    this.client = client;
    this.clock = clock;
    this.metrics = metrics;
    this.memory = memory;
  }

  /**
   * A collector for each target.
   *
   * @param observer the agent's name; the label {@code observer} of all that they tell
   * @param registry gets metrics of the scrapes by job
   * @throws IllegalArgumentException where the TLS files of one cannot be used
   */
  public static List<ScrapeCollector> forAll(
      Collection<ScrapeTarget> targets,
      String observer,
      InstantSource clock,
      CollectorRegistry registry) {
    return forAll(targets, observer, clock, registry, ScrapeMemory.ofThisProcess());
  }

  static List<ScrapeCollector> forAll(
      Collection<ScrapeTarget> targets,
      String observer,
      InstantSource clock,
      CollectorRegistry registry,
      ScrapeMemory memory) {
    var metrics = new ScrapeMetrics(registry);
    Map<String, Long> times =
        targets.stream()
            .collect(Collectors.groupingBy(ScrapeTarget::address, Collectors.counting()));
    return ScrapeClient.forAll(targets).stream()
        .map(
            client -> {
              String address = client.target().address();
              boolean alone = Long.valueOf(1).equals(times.get(address));
              String shown = alone ? address : address + " (" + client.target().job() + ")";
              return new ScrapeCollector(client, shown, observer, clock, metrics, memory);
            })
        .toList();
  }

  @Override
  public String name() {
    return "scrape";
  }

  @Override
  public String target() {
    return shown;
  }

  @Override
  public Set<String> hosts() {
    return Set.of(target.url().getHost());
  }

  @Override
  public Duration interval() {
    return target.pace().interval();
  }

  @Override
  public Duration timeout() {
    return target.pace().timeout().plusSeconds(1); // the client is the one that gives up
  }

  @Override
  public void collect(EventSink sink)
      throws ScrapeException, NoAnswerException, OwnFaultException, InterruptedException {
    var unlessBlind = new ArrayList<AgentEvent>();
    try {
      scrape(sink, unlessBlind::add);
    } catch (ScrapeException told) {
      Fault fault = told.fault();
      if (fault != null) {
        throw new OwnFaultException(fault);
      }
      ScrapeException e = client.hide(told);
      if (!e.isSilence()) {
        unlessBlind.forEach(sink::accept);
        throw e;
      }
      var silence = new NoAnswerException(String.valueOf(e.getMessage()), unlessBlind);
      silence.initCause(e);
      throw silence;
    } catch (InterruptedException e) {
      unlessBlind.forEach(sink::accept);
      throw e;
    }
  }

  private void scrape(EventSink sink, EventSink failed)
      throws ScrapeException, InterruptedException {
    Instant at = clock.instant();
    long start = System.nanoTime();
    int scraped = 0;
    boolean up = false;
    try (ScrapeMemory.Share room = memory.share()) {
      Exposition answer = client.fetch(room);
      var batch = new SampleBatch(target.metrics(), labels::on, at);
      answer.parse(sample -> add(sample, at, batch));
      batch.tell(sink);
      metrics.succeeded(target.job(), answer.length(), batch);
      scraped = batch.size();
      up = true;
    } catch (ScrapeException e) {
      metrics.failed(target.job(), e.reason());
      throw e;
    } catch (InterruptedException e) {
      metrics.failed(target.job(), Reason.TIMEOUT);
      throw e;
    } finally {
      double seconds = (System.nanoTime() - start) / 1e9;
      EventSink to = up ? sink : failed;
      tell(to, "up", up ? 1 : 0, at);
      tell(to, "scrape_duration_seconds", seconds, at);
      tell(to, "scrape_samples_scraped", scraped, at);
    }
  }

  private void add(ParsedSample sample, Instant at, SampleBatch batch) throws ScrapeException {
    Long named = target.naming().honorTimestamps() ? sample.timestamp() : null;
    Verdict verdict =
        batch.add(
            new Sample(
                sample.metric(),
                sample.labels(),
                sample.value(),
                named == null ? at.toEpochMilli() : named));
    if (verdict == Verdict.TAKEN && batch.count(verdict) > target.limits().maxSeries()) {
      throw new ScrapeException(
          Reason.TOO_MANY_SERIES,
          "more than " + target.limits().maxSeries() + " series are kept (max_series)");
    }
  }

  private void tell(EventSink sink, String metric, double value, Instant at) {
    sink.accept(MetricEvent.of(metric, labels.own(), value, at));
  }

  @Override
  public void close() {
    // The JDK's client ends its connections by itself once nobody refers to it.
  }
}
