package dev.pointsman.bench.throughput;

import dev.pointsman.bench.candidate.BenchCluster;
import dev.pointsman.bench.candidate.Candidate;
import dev.pointsman.bench.candidate.CountedEvents;
import dev.pointsman.bench.candidate.JobCandidate;
import dev.pointsman.bench.candidate.Running;
import dev.pointsman.bench.recording.KafkaProcess;
import dev.pointsman.bench.recording.Recording;
import dev.pointsman.bench.report.Round;
import dev.pointsman.bench.report.Setup;
import dev.pointsman.bench.report.StateCost;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a candidate over a recording and measures it between two marks: the warm-up mark, when a
 * twentieth of the recording was read or {@link #WARM_UP} has passed since its first event,
 * whichever comes first; and the end, when all was read or the time limit has passed since the
 * warm-up mark.
 */
final class Stopwatch {

  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STATE_LIMIT = Duration.ofMinutes(2);
  private static final long LOOK_EVERY_MILLIS = 2;
  private static final int LOOKS_BETWEEN_CHECKS = 250;

  private static final int LEFT_TO_READ = 10_000;

  private final BenchCluster cluster;
  private final KafkaProcess broker;

  Stopwatch(BenchCluster cluster, KafkaProcess broker) {
    this.cluster = cluster;
    this.broker = broker;
  }

  /**
   * One round.
   *
   * @throws TimeoutException if it does not come to its first event, or stands still after the mark
   */
  Round measure(Candidate candidate, Recording recording, Duration limit) throws Exception {
    System.gc(); // nobody pays for what the one before has left
    long before = CountedEvents.READ.sum();
    try (Running running = candidate.start(cluster, recording)) {
      if (!await(running, before + 1, START_LIMIT)) {
        throw new TimeoutException("no event was read");
      }
      await(running, before + recording.events() / 20, WARM_UP);
      Mark begin = Mark.now(broker);
      boolean complete = await(running, before + recording.events(), limit);
      Mark end = Mark.now(broker);
      if (end.read() == begin.read()) {
        throw new TimeoutException("no event was read after the warm-up mark");
      }
      return begin.until(end, complete);
    }
  }

  /**
   * What a candidate remembers after most of the recording, and how long it takes to go on from
   * there when its TaskManager ends while it reads the rest.
   *
   * @throws TimeoutException if it does not come so far, or does not go on
   */
  StateCost weigh(JobCandidate candidate, Recording recording) throws Exception {
    System.gc();
    long before = CountedEvents.READ.sum();
    try (BenchCluster.Job job = candidate.start(cluster, recording, true)) {
      if (!await(job, before + recording.events() * 9L / 10, STATE_LIMIT)) {
        throw new TimeoutException("not read in " + STATE_LIMIT.toSeconds() + " s");
      }
      var checkpoint = job.checkpoint();
      recording.append(LEFT_TO_READ); // the rest may have been read before the checkpoint's barrier
      long killed = System.nanoTime();
      cluster.replaceTaskManager();
      if (!await(job, CountedEvents.READ.sum() + 1, START_LIMIT)) {
        throw new TimeoutException("it does not go on after its TaskManager has ended");
      }
      long recovered = System.nanoTime();
      Setup setup = candidate.setup();
      return new StateCost(
          (double) checkpoint.getStateSize() / setup.series() / setup.rulesPerEvent(),
          checkpoint.getStateSize(),
          checkpoint.getEndToEndDuration(),
          TimeUnit.NANOSECONDS.toMillis(recovered - killed));
    }
  }

  /** Waits until so many events were read; false where the limit came first. */
  private static boolean await(Running running, long events, Duration limit) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    for (int looks = 0; CountedEvents.READ.sum() < events; looks++) {
      if (System.nanoTime() >= deadline) {
        running.check();
        return false;
      }
      if (looks % LOOKS_BETWEEN_CHECKS == 0) {
        running.check();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    return true;
  }
}
