package dev.pointsman.bench.latency;

import dev.pointsman.bench.report.LatencyResult;
import dev.pointsman.connector.kafka.KafkaUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tries one system after another: targets fail one by one, and each is waited for to be paged. */
public final class Latency {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration PAGE_LIMIT = Duration.ofMinutes(3);
  private static final long LOOK_EVERY_MILLIS = 20;

  /** The part of the trials that must not be spoiled. */
  private static final double COUNTED = 0.9;

  /** So often each target is well before the first one fails. */
  private static final int WELL = 2;

  private final List<Scenario> scenarios;
  private final PrintWriter progress;
  private final List<LatencyResult> results = new ArrayList<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  /**
   * A run of some scenarios, in their order.
   *
   * @param progress gets a line for each
   */
  public Latency(List<Scenario> scenarios, PrintWriter progress) {
    this.scenarios = List.copyOf(scenarios);
    this.progress = progress;
  }

  /**
   * Runs; one that fails is left out.
   *
   * @param folder for all that is kept meanwhile
   */
  public void run(Path folder) throws IOException, InterruptedException {
    for (Scenario each : scenarios) {
      String name = each.name();
      say("starting %s", name);
      try {
        Path own = Files.createDirectories(folder.resolve("latency-" + scenarios.indexOf(each)));
        LatencyResult result = measure(each, own);
        results.add(result);
        say("%-55s p50 %,9.1f ms, p99 %,9.1f ms", name, result.p50Ms(), result.p99Ms());
      } catch (IOException | TimeoutException | KafkaUnavailableException e) {
        String why = String.valueOf(e.getMessage());
        failures.put(name, why);
        say("%s FAILED, and is left out: %s", name, why);
      }
    }
  }

  private static LatencyResult measure(Scenario scenario, Path folder)
      throws IOException, InterruptedException, TimeoutException {
    try (Scene scene = Scene.open(scenario.warmUps() + scenario.trials());
        Watching watching = scenario.watcher().start(scene, folder)) {
      awaitWell(scene.trials());
      if (scenario.eventsPerSecond() > 0) {
        TimeUnit.MILLISECONDS.sleep(Background.BEFORE.toMillis());
      }
      List<Trial> warmUps = scene.trials().subList(0, scenario.warmUps());
      List<Long> warm = play(warmUps, scenario.gap());
      long startNanos = System.nanoTime();
      long eventsBefore = watching.eventsBeside();
      List<Trial> trials = scene.trials().subList(scenario.warmUps(), scene.trials().size());
      List<Long> latencies = play(trials, scenario.gap());
      if (latencies.size() < trials.size() * COUNTED) {
        throw new TimeoutException(
            "%d of %d were paged for before their third failing answer: this machine is too slow"
                .formatted(trials.size() - latencies.size(), trials.size()));
      }
      double beside =
          (watching.eventsBeside() - eventsBefore) / ((System.nanoTime() - startNanos) / 1e9);
      return LatencyResult.of(
          scenario.system(),
          scenario.eventsPerSecond(),
          beside,
          warm.isEmpty() ? latencies.get(0) : warm.get(0),
          latencies);
    }
  }

  static void awaitWell(List<Trial> trials) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (trials.stream().anyMatch(each -> each.answers() < WELL)) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("not every target was looked at within a minute");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }

  /** Lets them fail one after another, and returns how long each took in nanoseconds. */
  static List<Long> play(List<Trial> trials, Duration gap)
      throws InterruptedException, TimeoutException {
    for (Trial each : trials) {
      each.fail();
      TimeUnit.NANOSECONDS.sleep(gap.toNanos());
    }
    long deadline = System.nanoTime() + PAGE_LIMIT.toNanos();
    var latencies = new ArrayList<Long>();
    for (Trial each : trials) {
      each.await(deadline).ifPresent(latencies::add);
    }
    return latencies;
  }

  /** What was measured, in the order of the scenarios, without what failed. */
  public List<LatencyResult> results() {
    return results;
  }

  /** Why a scenario is not among the results, by its name. */
  public Map<String, String> failures() {
    return failures;
  }

  /** How many times as long as we, with nothing beside, the others take at the median. */
  public static Map<String, Double> ratios(List<LatencyResult> results) {
    var ratios = new LinkedHashMap<String, Double>();
    OptionalDouble ours = median(results, Scenario.OURS);
    OptionalDouble fast = median(results, Scenario.FAST);
    OptionalDouble shipped = median(results, Scenario.SHIPPED);
    if (ours.isPresent() && fast.isPresent()) {
      ratios.put("latency_prometheus_at_1_s_over_ours", fast.getAsDouble() / ours.getAsDouble());
    }
    if (ours.isPresent() && shipped.isPresent()) {
      ratios.put(
          "latency_prometheus_as_shipped_over_ours", shipped.getAsDouble() / ours.getAsDouble());
    }
    return ratios;
  }

  private static OptionalDouble median(List<LatencyResult> results, String system) {
    return results.stream()
        .filter(each -> each.name().equals(system) && each.backgroundEventsPerSecond() == 0)
        .mapToDouble(LatencyResult::p50Ms)
        .findFirst();
  }

  private void say(String format, Object... values) {
    progress.printf(Locale.ROOT, format + "%n", values);
    progress.flush();
  }
}
