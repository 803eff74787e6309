package dev.pointsman.bench.throughput;

import dev.pointsman.bench.candidate.BenchCluster;
import dev.pointsman.bench.candidate.Candidate;
import dev.pointsman.bench.candidate.CandidateFailedException;
import dev.pointsman.bench.candidate.JobCandidate;
import dev.pointsman.bench.recording.Fleet;
import dev.pointsman.bench.recording.KafkaProcess;
import dev.pointsman.bench.recording.Recording;
import dev.pointsman.bench.report.CandidateResult;
import dev.pointsman.bench.report.Round;
import dev.pointsman.bench.report.StateCost;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * One run: records, warms up, and then lets all candidates run in turn, round by round, each round
 * from another one on, so that what the machine does meanwhile meets all of them.
 */
public final class Throughput {

  private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(2);
  private static final int PARTITIONS_PER_CORE = 2;

  private final Plan plan;
  private final PrintWriter progress;
  private final Map<Fleet, Recording> recordings = new HashMap<>();
  private final Map<String, List<Round>> rounds = new LinkedHashMap<>();
  private final Map<String, StateCost> states = new HashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  /**
   * A run of a plan.
   *
   * @param progress gets a line for each step
   */
  public Throughput(Plan plan, PrintWriter progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Runs; what fails is left out from then on.
   *
   * @param folder for all that is kept meanwhile
   */
  public void run(Path folder) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    say("starting Kafka and Flink");
    try (KafkaProcess broker = KafkaProcess.start(folder);
        BenchCluster cluster = BenchCluster.start(cores, folder)) {
      for (Candidate each : plan.candidates()) {
        record(fleet(each), broker, PARTITIONS_PER_CORE * cores);
      }
      var stopwatch = new Stopwatch(cluster, broker);
      for (int round = 0; round <= plan.rounds(); round++) {
        runRound(round, stopwatch);
      }
      for (Candidate each : plan.candidates()) {
        if (plan.weighed().contains(each.setup().name())) {
          weigh((JobCandidate) each, stopwatch);
        }
      }
    }
  }

  private void record(Fleet fleet, KafkaProcess broker, int partitions)
      throws InterruptedException {
    if (!recordings.containsKey(fleet)) {
      int events = plan.events();
      say(
          "recording %,d events of %,d series, 1 in %d fails",
          events, fleet.series(), fleet.failsOneIn());
      recordings.put(fleet, Recording.write(broker.kafka(), partitions, fleet, events));
    }
  }

  private static Fleet fleet(Candidate candidate) {
    return new Fleet(candidate.setup().series(), candidate.setup().failsOneIn());
  }

  private void runRound(int round, Stopwatch stopwatch) throws Exception {
    int position = 0;
    for (Candidate each : plan.turn(round)) {
      position++;
      String name = each.setup().name();
      if (failures.containsKey(name)) {
        continue;
      }
      String place =
          (round == 0 ? "warm-up" : "round " + round + " of " + plan.rounds())
              + String.format(
                  Locale.ROOT, ", %2d of %d: %-50s", position, plan.candidates().size(), name);
      try {
        Round measured =
            stopwatch.measure(each, recording(each), round == 0 ? WARM_UP_LIMIT : plan.limit());
        if (round > 0) {
          rounds.computeIfAbsent(name, key -> new ArrayList<>()).add(measured);
        }
        say("%s %,11.0f events/s", place, measured.eventsPerSecond());
      } catch (CandidateFailedException | TimeoutException e) {
        fail(name, place, e);
      }
    }
  }

  private void weigh(JobCandidate candidate, Stopwatch stopwatch) throws Exception {
    String name = candidate.setup().name();
    if (failures.containsKey(name)) {
      return;
    }
    try {
      StateCost cost = stopwatch.weigh(candidate, recording(candidate));
      states.put(name, cost);
      say("state: %-50s %.0f bytes each", name, cost.stateBytesPerGroupAndRule());
    } catch (CandidateFailedException | TimeoutException e) {
      fail(name, "state: " + name, e);
    }
  }

  private void fail(String name, String place, Exception e) {
    String why = String.valueOf(e.getMessage());
    failures.put(name, why);
    say("%s FAILED, and is left out: %s", place, why);
  }

  private Recording recording(Candidate candidate) {
    return Objects.requireNonNull(recordings.get(fleet(candidate)));
  }

  private void say(String format, Object... values) {
    progress.printf(Locale.ROOT, format + "%n", values);
    progress.flush();
  }

  /** What was measured, in the order of the plan, without what failed. */
  public List<CandidateResult> results() {
    var results = new ArrayList<CandidateResult>();
    for (Candidate each : plan.candidates()) {
      String name = each.setup().name();
      List<Round> measured = rounds.get(name);
      if (measured != null && !failures.containsKey(name)) {
        results.add(new CandidateResult(each.setup(), measured, states.get(name)));
      }
    }
    return results;
  }

  /** Why a candidate is not among the results, by its name. */
  public Map<String, String> failures() {
    return failures;
  }
}
