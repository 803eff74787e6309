package dev.pointsman.cli.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.jspecify.annotations.Nullable;

/**
 * How {@link EmbeddedFlink} runs.
 *
 * @param checkpoints where the jobs' checkpoints are kept
 * @param temporary for what no later start needs
 * @param metrics where Prometheus finds the metrics; null for nowhere
 * @param plugins the folder whose sub-folders are Flink's plugins; null for none
 * @param jobs how many jobs it has room for
 */
public record FlinkSettings(
    Path checkpoints,
    Path temporary,
    LoopbackPort web,
    @Nullable LoopbackPort metrics,
    @Nullable Path plugins,
    int jobs,
    int parallelism,
    Duration checkpointInterval) {

  private static final String REPORTER = "prometheus";

  Configuration cluster() {
    var flink = new Configuration();
    flink.set(JobManagerOptions.ADDRESS, LoopbackPort.HOST);
    flink.set(JobManagerOptions.BIND_HOST, LoopbackPort.HOST);
    flink.set(TaskManagerOptions.HOST, LoopbackPort.HOST);
    flink.set(TaskManagerOptions.BIND_HOST, LoopbackPort.HOST);
    flink.set(RestOptions.ADDRESS, LoopbackPort.HOST);
    flink.set(RestOptions.BIND_ADDRESS, LoopbackPort.HOST);
    flink.set(RestOptions.PORT, web.number());
    flink.set(RestOptions.BIND_PORT, String.valueOf(web.number()));
    // The page is to look at: jobs are started and stopped with this process.
    flink.set(WebOptions.SUBMIT_ENABLE, false);
    flink.set(WebOptions.CANCEL_ENABLE, false);

    flink.set(CoreOptions.TMP_DIRS, temporary.toString());
    flink.set(WebOptions.TMP_DIR, temporary.toString());
    flink.set(BlobServerOptions.STORAGE_DIRECTORY, temporary.resolve("blobs").toString());
    flink.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
    // A laptop that is busy elsewhere is not a failure.
    flink.set(RpcOptions.ASK_TIMEOUT_DURATION, Duration.ofMinutes(1));

    // The one before is there when the newest cannot be read. Flink ignores this option of a job.
    flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);

    // State is on the heap, and all exchange is inside this process.
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));

    if (metrics != null) {
      flink.set(MetricOptions.REPORTERS_LIST, REPORTER);
      Configuration reporter = MetricOptions.forReporter(flink, REPORTER);
      reporter.set(
          MetricOptions.REPORTER_FACTORY_CLASS,
          "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
      reporter.setString("port", String.valueOf(metrics.number()));
    }
    return flink;
  }

  /** Exactly-once with as little delay as Flink allows, and never giving up. */
  Configuration job(EmbeddedJob job) {
    var flink = new Configuration();
    flink.set(PipelineOptions.NAME, job.name());
    flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(1));

    flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpointsOf(job).toUri().toString());
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(1));
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 10);
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);

    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(200));
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
    return flink;
  }

  Path checkpointsOf(EmbeddedJob job) {
    return checkpoints.resolve(job.name());
  }

  List<String> pluginLoaderPatterns() {
    return List.of(CoreOptions.getPluginParentFirstLoaderPatterns(new Configuration()));
  }
}
