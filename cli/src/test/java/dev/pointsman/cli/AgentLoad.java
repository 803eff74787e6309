package dev.pointsman.cli;

import dev.pointsman.connector.kafka.TestingKafka;
import dev.pointsman.connector.kafka.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Measures {@code pointsman probe} with many targets and a real Kafka, each in a process of its
 * own: how late runs begin and what the agent takes of processor and memory, all as its own {@code
 * /metrics} tell. Arguments: {@code healthy} or {@code hanging}, how many targets, their interval
 * and for how long to measure, in seconds.
 */
final class AgentLoad {

  private static final String DELAYS = "pointsman_agent_probe_start_delay_seconds_bucket";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI metrics;

  private AgentLoad(URI metrics) {
    this.metrics = metrics;
  }

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    int interval = Integer.parseInt(arguments[2]);
    Duration measured = Duration.ofSeconds(Integer.parseInt(arguments[3]));
    Path folder = Files.createTempDirectory("agent-load");
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process targets =
        java(List.of(), AgentLoadTargets.class, arguments[0], arguments[1])
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (TestingKafka kafka = TestingKafka.start()) {
      kafka.createTopic(Topics.HEALTH_CHECKS, 4);
      kafka.createTopic(Topics.METRICS, 4);
      Path config = folder.resolve("ha.yaml");
      Files.writeString(config, configuration(targets, count, interval));
      Process agent = agent(config, kafka, folder.resolve("data"), port).start();
      try {
        URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
        new AgentLoad(metrics).measure(agent, Duration.ofSeconds(interval), measured);
      } finally {
        agent.destroy();
        agent.waitFor(1, TimeUnit.MINUTES);
      }
    } finally {
      targets.destroyForcibly();
    }
  }

  private static ProcessBuilder agent(Path config, TestingKafka kafka, Path data, int port) {
    return java(
            List.of("-Xmx256m"),
            Pointsman.class,
            "probe",
            "--config",
            config.toString(),
            "--observer",
            "load",
            "--bootstrap-servers",
            kafka.bootstrapServers(),
            "--data",
            data.toString(),
            "--listen",
            Integer.toString(port))
        .inheritIO();
  }

  private static ProcessBuilder java(List<String> options, Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static String configuration(Process targets, int count, int interval) throws IOException {
    var yaml = new StringBuilder("health_checks:\n  endpoints:\n");
    // Not closed: the process would end with it.
    BufferedReader lines = targets.inputReader();
    for (int i = 0; i < count; i++) {
      String address = lines.readLine();
      if (address == null) {
        throw new IOException("the targets ended");
      }
      yaml.append(
          "    - {name: api-%d, url: \"http://%s/health\", interval: %d, timeout: %d}%n"
              .formatted(i, address, interval, interval));
    }
    return yaml.toString();
  }

  private void measure(Process agent, Duration interval, Duration measured)
      throws IOException, InterruptedException {
    while (agent.isAlive() && !isRunning()) {
      pause(Duration.ofMillis(500));
    }
    pause(interval.multipliedBy(3)); // until it is warm
    Map<String, Double> start = read();
    double highestResident = 0;
    double highestHeap = 0;
    for (int second = 0; second < measured.toSeconds(); second++) {
      pause(Duration.ofSeconds(1));
      Map<String, Double> now = read();
      highestResident = Math.max(highestResident, value(now, "process_resident_memory_bytes"));
      highestHeap = Math.max(highestHeap, value(now, "jvm_memory_bytes_used{area=\"heap\",}"));
    }
    Map<String, Double> end = read();
    System.out.printf(
        Locale.ROOT,
        "runs %.0f, sent to Kafka %.0f, dropped %.0f, in %d s%n"
            + "start delay: p50 <= %s ms, p99 <= %s ms, p99.9 <= %s ms%n"
            + "processor %.1f %% of one core, heap at most %.0f MB, resident at most %.0f MB,"
            + " threads %.0f%n",
        sum(end, "pointsman_agent_probe_runs_total")
            - sum(start, "pointsman_agent_probe_runs_total"),
        sum(end, "pointsman_agent_events_sent_total")
            - sum(start, "pointsman_agent_events_sent_total"),
        sum(end, "pointsman_agent_events_dropped_total"),
        measured.toSeconds(),
        quantile(start, end, 0.5),
        quantile(start, end, 0.99),
        quantile(start, end, 0.999),
        (value(end, "process_cpu_seconds_total") - value(start, "process_cpu_seconds_total"))
            / measured.toSeconds()
            * 100,
        highestHeap / 1e6,
        highestResident / 1e6,
        value(end, "jvm_threads_current"));
  }

  private boolean isRunning() throws InterruptedException {
    try {
      return sum(read(), "pointsman_agent_probe_runs_total") > 0;
    } catch (IOException e) {
      return false; // it does not listen yet
    }
  }

  /** Every sample by its name with its labels, as they stand in the text. */
  private Map<String, Double> read() throws IOException, InterruptedException {
    String text =
        client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
    var samples = new LinkedHashMap<String, Double>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int blank = line.lastIndexOf(' ');
              samples.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
            });
    return samples;
  }

  private static double value(Map<String, Double> samples, String name) {
    Double value = samples.get(name);
    if (value == null) {
      throw new IllegalStateException("there is no " + name);
    }
    return value;
  }

  private static double sum(Map<String, Double> samples, String metric) {
    return samples.entrySet().stream()
        .filter(each -> each.getKey().startsWith(metric + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** The upper bound, in milliseconds, of the bucket that the quantile lies in. */
  private static String quantile(
      Map<String, Double> start, Map<String, Double> end, double quantile) {
    List<String> buckets = end.keySet().stream().filter(each -> each.startsWith(DELAYS)).toList();
    String last = buckets.get(buckets.size() - 1);
    double wanted = (value(end, last) - value(start, last)) * quantile;
    String found =
        buckets.stream()
            .filter(each -> value(end, each) - value(start, each) >= wanted)
            .findFirst()
            .orElse(last);
    String bound = found.substring(found.indexOf("le=\"") + 4, found.lastIndexOf('"'));
    return bound.equals("+Inf") ? bound : Double.toString(Double.parseDouble(bound) * 1000);
  }

  private static void pause(Duration time) throws InterruptedException {
    new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
