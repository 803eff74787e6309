package dev.pointsman.job.replay;

import dev.pointsman.alert.Transition;
import dev.pointsman.event.EventJson;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Reading;
import dev.pointsman.job.alerting.AlertingPipeline;
import dev.pointsman.job.alerting.EventAge;
import dev.pointsman.job.alerting.FixedRuleFeed;
import dev.pointsman.job.alerting.GroupRetention;
import dev.pointsman.job.alerting.RawEvent;
import dev.pointsman.job.alerting.RejectedEvent;
import dev.pointsman.job.alerting.Silence;
import dev.pointsman.rule.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * Runs the alerting topology over recorded or written events, in their order, on a Flink inside
 * this process, and gives every transition.
 */
public final class Replay {

  /** By when, then which alert, then its labels; what one alert did at one time stays in order. */
  public static final Comparator<Transition> ORDER =
      Comparator.comparingLong(Transition::at)
          .thenComparing(Transition::alert)
          .thenComparing(Transition::labels);

  /** So that the clock reaches a test's end, though nothing comes any more: no rule is on it. */
  private static final String END_OF_TEST = "pointsman:end_of_test";

  private static final Duration PROGRESS_EVERY = Duration.ofMillis(500);
  private static final int TESTS_AT_ONCE = 32;

  private Replay() {}

  /**
   * The readings of one written test, and when it ends.
   *
   * @param readings in the order in which they arrive; each an event of its own
   * @param endMillis milliseconds from 0
   */
  public record Script(RuleSet rules, List<Reading> readings, long endMillis) {}

  /**
   * Replays a file of events, one a line, plain or compressed as its name says: {@code .gz}, {@code
   * .zst}.
   *
   * @param temporary a folder for the transitions until they are read, about as much as they take
   *     as JSON; for nothing else, and deleted by who made it, after the replay is closed
   * @param progress told now and then how many events have been read
   */
  public static FileReplay ofFile(
      RuleSet rules, Path file, Path temporary, int parallelism, LongConsumer progress)
      throws Exception {
    StreamExecutionEnvironment env = environment(parallelism, temporary);
    FileSource<RawEvent> source =
        FileSource.forBulkFileFormat(
                new EventLines(),
                org.apache.flink.core.fs.Path.fromLocalFile(file.toAbsolutePath().toFile()))
            .build();
    DataStream<RawEvent> events =
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "events", RawEvent.TYPE)
            .setParallelism(1) // one reader: the file's order is the order of arrival
            .map(new EventTally())
            .returns(RawEvent.TYPE)
            .name("count")
            .setParallelism(1);
    AlertingPipeline pipeline = define("", events, rules, EventAge.RECORDED);
    var rejections =
        pipeline
            .rejected()
            .flatMap(new RejectionTally())
            .returns(RejectedEvent.TYPE)
            .name("count rejected")
            .setParallelism(1);
    Path runs = Files.createDirectory(temporary.resolve("runs"));
    pipeline.transitions().sinkTo(new SortedRuns(runs)).name("sort");
    CloseableIterator<RejectedEvent> firstRejected = rejections.collectAsync();
    JobClient job = env.executeAsync("pointsman backtest");
    try (var report = new ProgressReport(job, progress)) {
      report.every(PROGRESS_EVERY);
      List<RejectedEvent> first = drain(firstRejected); // which ends with the job
      first.sort(Comparator.comparingLong(each -> each.event().offset()));
      Map<String, Object> tallies = job.getJobExecutionResult().get().getAllAccumulatorResults();
      return new FileReplay(
          EventTally.of(tallies), RejectionTally.of(tallies), first, MergedRuns.in(runs));
    }
  }

  /**
   * Replays written tests, each by itself; the transitions of each, in {@link #ORDER}.
   *
   * @param temporary a folder for what Flink leaves behind
   */
  public static List<List<Transition>> ofScripts(List<Script> scripts, Path temporary)
      throws Exception {
    var outcomes = new ArrayList<List<Transition>>();
    for (int from = 0; from < scripts.size(); from += TESTS_AT_ONCE) {
      outcomes.addAll(
          ofBatch(
              scripts.subList(from, Math.min(scripts.size(), from + TESTS_AT_ONCE)), temporary));
    }
    return outcomes;
  }

  private static List<List<Transition>> ofBatch(List<Script> scripts, Path temporary)
      throws Exception {
    StreamExecutionEnvironment env = environment(1, temporary);
    var transitions = new ArrayList<CloseableIterator<Transition>>();
    for (int i = 0; i < scripts.size(); i++) {
      DataStream<RawEvent> events = env.fromData(lines(scripts.get(i)), RawEvent.TYPE);
      transitions.add(
          define("test-" + i + "-", events, scripts.get(i).rules(), EventAge.WRITTEN)
              .transitions()
              .collectAsync());
    }
    JobClient job = env.executeAsync("pointsman test");
    var outcomes = new ArrayList<List<Transition>>();
    for (CloseableIterator<Transition> each : transitions) {
      outcomes.add(sorted(each));
    }
    job.getJobExecutionResult().get();
    return outcomes;
  }

  private static List<RawEvent> lines(Script script) {
    var lines = new ArrayList<RawEvent>(script.readings().size() + 1);
    for (Reading reading : script.readings()) {
      lines.add(new RawEvent(null, "test", 0, lines.size(), EventJson.write(reading)));
    }
    var end = new Reading(END_OF_TEST, Labels.EMPTY, 0, script.endMillis());
    lines.add(new RawEvent(null, "test", 0, lines.size(), EventJson.write(end)));
    return lines;
  }

  private static AlertingPipeline define(
      String scope, DataStream<RawEvent> events, RuleSet rules, EventAge age) {
    return AlertingPipeline.define(
        scope,
        events,
        new FixedRuleFeed(rules),
        Silence.BY_EVENT_TIME,
        age,
        GroupRetention.FOREVER);
  }

  private static StreamExecutionEnvironment environment(int parallelism, Path temporary) {
    var config = new Configuration();
    config.set(PipelineOptions.GENERIC_TYPES, false);
    config.set(PipelineOptions.OBJECT_REUSE, true);
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    config.set(RestOptions.BIND_PORT, "0");
    config.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    config.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, PROGRESS_EVERY);
    config.set(CoreOptions.TMP_DIRS, temporary.toString());
    config.set(WebOptions.TMP_DIR, temporary.toString());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, config);
    env.setRuntimeMode(RuntimeExecutionMode.STREAMING);
    return env;
  }

  private static List<Transition> sorted(CloseableIterator<Transition> transitions)
      throws Exception {
    List<Transition> all = drain(transitions);
    all.sort(ORDER);
    return all;
  }

  private static <T> List<T> drain(CloseableIterator<T> iterator) throws Exception {
    var all = new ArrayList<T>();
    try (iterator) {
      iterator.forEachRemaining(all::add);
    } catch (RuntimeException e) {
      // Flink's own says no more than that it cannot fetch a result.
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new IllegalStateException("Flink stopped: " + cause.getMessage(), e);
    }
    return all;
  }
}
