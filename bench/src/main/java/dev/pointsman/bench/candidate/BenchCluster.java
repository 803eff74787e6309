package dev.pointsman.bench.candidate;

import dev.pointsman.bench.report.Setup;
import dev.pointsman.cli.embedded.LoopbackPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The Flink cluster in this process that all candidates run on, one after the other: one
 * TaskManager with a slot for each core, and network buffers for as many pipelines as a peer needs.
 */
public final class BenchCluster implements AutoCloseable {

  /** Keyed state as objects on the heap. */
  public static final String HEAP = "heap";

  /** Keyed state as bytes in RocksDB. */
  public static final String ROCKSDB = "rocksdb";

  /** More than a TaskManager needs to come back, at the delay between them. */
  private static final int RESTARTS = 1000;

  private static final Duration RESTART_DELAY = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final MiniCluster cluster;
  private final int parallelism;
  private final Path folder;
  private int newestTaskManager;

  private BenchCluster(MiniCluster cluster, int parallelism, Path folder) {
    this.cluster = cluster;
    this.parallelism = parallelism;
    this.folder = folder;
  }

  /**
   * Starts it.
   *
   * @param folder for checkpoints and all that Flink keeps for a while
   */
  public static BenchCluster start(int parallelism, Path folder) throws Exception {
    var flink = new Configuration();
    flink.set(RestOptions.ADDRESS, LoopbackPort.HOST);
    flink.set(RestOptions.BIND_ADDRESS, LoopbackPort.HOST);
    flink.set(RestOptions.BIND_PORT, "0");
    flink.set(CoreOptions.TMP_DIRS, folder.resolve("flink").toString());
    flink.set(WebOptions.TMP_DIR, folder.toString());
    flink.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
    flink.set(RpcOptions.ASK_TIMEOUT_DURATION, LONG);
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(512));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(512));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(512));
    var cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setCommonBindAddress(LoopbackPort.HOST)
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(parallelism)
                .build());
    cluster.start();
    return new BenchCluster(cluster, parallelism, folder);
  }

  public int parallelism() {
    return parallelism;
  }

  /**
   * Starts a job with what every job has; returns when Flink has taken it.
   *
   * @param restarts whether it goes on from its last checkpoint after a failure
   */
  public Job submit(Setup setup, boolean restarts, Consumer<StreamExecutionEnvironment> topology) {
    Configuration settings = settings(setup);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, restarts ? "fixed-delay" : "none");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, RESTART_DELAY);
    var env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    topology.accept(env);
    StreamGraph graph = env.getStreamGraph();
    graph.setJobName(setup.name());
    JobID id = graph.getJobID();
    await(cluster.submitJob(graph));
    return new Job(id);
  }

  private Configuration settings(Setup setup) {
    var flink = new Configuration();
    flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(
        StateBackendOptions.STATE_BACKEND, setup.backend().equals(ROCKSDB) ? "rocksdb" : "hashmap");
    flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, setup.backend().equals(ROCKSDB));
    flink.set(ExecutionOptions.SNAPSHOT_COMPRESSION, true);
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    if (setup.checkpointIntervalMs() != null) {
      flink.set(
          CheckpointingOptions.CHECKPOINTING_INTERVAL,
          Duration.ofMillis(setup.checkpointIntervalMs()));
    }
    return flink;
  }

  @Override
  public void close() {
    await(cluster.closeAsync());
  }

  /** Ends the TaskManager, which throws away all that it holds, and starts another one. */
  public void replaceTaskManager() {
    await(cluster.terminateTaskManager(newestTaskManager));
    try {
      cluster.startTaskManager();
    } catch (Exception e) {
      throw new CandidateFailedException(e);
    }
    newestTaskManager++; // Flink keeps counting those that have ended
  }

  /**
   * What comes of something that should not take a minute.
   *
   * @throws CandidateFailedException where nothing does
   */
  static <T> T await(Future<T> future) {
    try {
      return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CandidateFailedException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new CandidateFailedException(e);
    }
  }

  /** A job that was submitted. */
  public final class Job implements Running {

    private final JobID id;

    private Job(JobID id) {
      this.id = id;
    }

    @Override
    public void check() {
      if (await(cluster.getJobStatus(id)) == JobStatus.FAILED) {
        var failure = await(cluster.getExecutionGraph(id)).getFailureInfo();
        throw new CandidateFailedException(
            failure == null
                ? new IllegalStateException("no reason known")
                : failure.getException().deserializeError(getClass().getClassLoader()));
      }
    }

    /** Takes a checkpoint of all its state. */
    public CompletedCheckpointStats checkpoint() {
      await(cluster.triggerCheckpoint(id, CheckpointType.FULL));
      CheckpointStatsSnapshot checkpoints =
          await(cluster.getExecutionGraph(id)).getCheckpointStatsSnapshot();
      return Objects.requireNonNull(
          Objects.requireNonNull(checkpoints).getHistory().getLatestCompletedCheckpoint());
    }

    /** Returns when a job whose source is bounded has come to its end, within a minute. */
    public void awaitEnd() {
      await(cluster.requestJobResult(id));
      check();
    }

    @Override
    public void close() {
      if (!await(cluster.getJobStatus(id)).isGloballyTerminalState()) {
        await(cluster.cancelJob(id));
      }
      await(cluster.requestJobResult(id));
    }
  }
}
