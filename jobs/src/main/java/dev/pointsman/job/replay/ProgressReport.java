package dev.pointsman.job.replay;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.apache.flink.core.execution.JobClient;

/** Tells now and then how many events a job has read, until it is closed. */
final class ProgressReport implements AutoCloseable {

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  private final JobClient job;
  private final LongConsumer progress;

  ProgressReport(JobClient job, LongConsumer progress) {
    this.job = job;
    this.progress = progress;
  }

  void every(Duration period) {
    var unused =
        executor.scheduleWithFixedDelay(
            this::report, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  // A job that ends meanwhile has no accumulators to give any more, and makes no progress.
  private void report() {
    var unused =
        job.getAccumulators()
            .thenAccept(accumulators -> progress.accept(EventTally.of(accumulators)));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
