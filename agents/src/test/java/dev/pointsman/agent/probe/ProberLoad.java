package dev.pointsman.agent.probe;

import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.probe.http.HttpCheck;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures one agent with many targets, which another process plays: how late runs begin, and what
 * that takes of processor and memory. Arguments: {@code healthy} or {@code hanging}, how many
 * targets, their interval and for how long to measure, in seconds.
 */
public final class ProberLoad {

  private static final String DELAYS = "pointsman_agent_probe_start_delay_seconds";

  private ProberLoad() {}

  public static void main(String[] arguments) throws Exception {
    boolean hanging = arguments[0].equals("hanging");
    int count = Integer.parseInt(arguments[1]);
    Duration interval = Duration.ofSeconds(Integer.parseInt(arguments[2]));
    Duration measured = Duration.ofSeconds(Integer.parseInt(arguments[3]));
    Process targets = startTargets(hanging, count);
    try {
      measure(addresses(targets, count), interval, measured);
    } finally {
      targets.destroyForcibly();
    }
  }

  private static void measure(List<String> addresses, Duration interval, Duration measured)
      throws InterruptedException, IOException {
    var up = new LongAdder();
    var down = new LongAdder();
    var registry = new CollectorRegistry();
    var results = ProberIT.healthChecks(new Counting(up, down));
    var network = new Network(new NameServers(), address -> false);
    try (var prober =
        new Prober(ProberIT.IDENTITY, results, Clock.systemUTC(), registry, network)) {
      prober.start(
          addresses.stream()
              .map(each -> HttpCheck.plain(URI.create("http://" + each + "/health")))
              .map(check -> Probe.of("api", "region", "observer", check, interval, interval))
              .toList());
      pause(interval.plus(interval)); // until it is warm
      System.gc();
      double before = processorSeconds();
      List<Double> start = delays(registry);
      pause(measured);
      double busy = (processorSeconds() - before) / measured.toSeconds();
      List<Double> end = delays(registry);
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      System.out.printf(
          Locale.ROOT,
          "%d targets every %d s for %d s: %d up, %d down, running %.0f%n"
              + "start delay: p50 <= %s ms, p99 <= %s ms, p99.9 <= %s ms%n"
              + "processor %.1f %% of one core, heap %d MB, resident %s, threads %d%n",
          addresses.size(),
          interval.toSeconds(),
          measured.toSeconds(),
          up.sum(),
          down.sum(),
          registry.getSampleValue("pointsman_agent_probe_running"),
          quantile(start, end, registry, 0.5),
          quantile(start, end, registry, 0.99),
          quantile(start, end, registry, 0.999),
          busy * 100,
          heap / 1_000_000,
          resident(),
          ManagementFactory.getThreadMXBean().getThreadCount());
    }
  }

  /** Counts and keeps nothing. */
  private static final class Counting extends AbstractList<HealthCheckEvent> {

    private final LongAdder up;
    private final LongAdder down;

    Counting(LongAdder up, LongAdder down) {
      this.up = up;
      this.down = down;
    }

    @Override
    public boolean add(HealthCheckEvent event) {
      (event.up() ? up : down).increment();
      return true;
    }

    @Override
    public HealthCheckEvent get(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int size() {
      return 0;
    }
  }

  private static Process startTargets(boolean hanging, int count) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ProberLoadTargets.class.getName(),
            hanging ? "hanging" : "healthy",
            Integer.toString(count))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<String> addresses(Process targets, int count) throws IOException {
    var addresses = new ArrayList<String>();
    // Not closed: the process would end with it.
    BufferedReader lines = targets.inputReader(StandardCharsets.UTF_8);
    while (addresses.size() < count) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("the targets ended");
      }
      addresses.add(line);
    }
    return addresses;
  }

  private static void pause(Duration time) throws InterruptedException {
    var never = new CountDownLatch(1);
    never.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static double processorSeconds() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  private static String resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .map(line -> line.replaceAll("\\s+", " "))
        .findFirst()
        .orElse("?");
  }

  /** The cumulated counts of the buckets. */
  private static List<Double> delays(CollectorRegistry registry) {
    var counts = new ArrayList<Double>();
    buckets(registry).forEach(each -> counts.add(each.value));
    return counts;
  }

  private static String quantile(
      List<Double> start, List<Double> end, CollectorRegistry registry, double quantile) {
    int last = end.size() - 1;
    double wanted = (end.get(last) - start.get(last)) * quantile;
    int bucket = 0;
    while (end.get(bucket) - start.get(bucket) < wanted) {
      bucket++;
    }
    String bound = buckets(registry).get(bucket).labelValues.get(0);
    return bound.equals("+Inf") ? bound : Double.toString(Double.parseDouble(bound) * 1000);
  }

  private static List<Collector.MetricFamilySamples.Sample> buckets(CollectorRegistry registry) {
    return Collections.list(registry.metricFamilySamples()).stream()
        .filter(family -> family.name.equals(DELAYS))
        .flatMap(family -> family.samples.stream())
        .filter(sample -> sample.name.endsWith("_bucket"))
        .toList();
  }
}
