package dev.pointsman.cli.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink cluster in this process and on loopback: a job submitted again after the process was
 * killed goes on from its last checkpoint.
 */
public final class EmbeddedFlink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final long STOP_LIMIT_SECONDS = 10;

  private final FlinkSettings settings;
  private final MiniCluster cluster;
  private final Map<JobID, EmbeddedJob> jobs = new LinkedHashMap<>();
  private final Map<JobID, String> lastRestart = new HashMap<>();
  private final Timer housekeeping = new Timer("checkpoint-housekeeping", true);

  private EmbeddedFlink(FlinkSettings settings, MiniCluster cluster) {
    this.settings = settings;
    this.cluster = cluster;
  }

  /**
   * Starts the cluster, with no job in it.
   *
   * @throws CannotStartException when the web page or the metrics are not where they should be
   */
  public static EmbeddedFlink start(FlinkSettings settings) {
    Configuration configuration = settings.cluster();
    var builder =
        new MiniClusterConfiguration.Builder()
            .setConfiguration(configuration)
            .setCommonBindAddress(LoopbackPort.HOST)
            .setRpcServiceSharing(RpcServiceSharing.SHARED)
            .setNumTaskManagers(1)
            .setNumSlotsPerTaskManager(settings.jobs() * settings.parallelism());
    if (settings.plugins() != null) {
      builder.setPluginManager(plugins(settings, settings.plugins()));
    }
    var cluster = new MiniCluster(builder.build());
    try {
      cluster.start();
    } catch (Exception e) {
      throw startFailure(settings, e);
    }
    return new EmbeddedFlink(settings, cluster);
  }

  private static DefaultPluginManager plugins(FlinkSettings settings, Path folder) {
    try {
      return new DefaultPluginManager(
          new DirectoryBasedPluginFinder(folder).findPlugins(),
          settings.pluginLoaderPatterns().toArray(String[]::new));
    } catch (IOException e) {
      throw new CannotStartException("Flink's plugins in " + folder + " cannot be read: " + e, e);
    }
  }

  private static CannotStartException startFailure(FlinkSettings settings, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.net.BindException) {
        return settings.web().taken(e);
      }
    }
    return new CannotStartException("Flink does not start: " + e, e);
  }

  /**
   * Starts the job from its newest readable checkpoint, or anew if it has none, and returns when it
   * runs.
   *
   * @throws CannotStartException when it does not come to run within a minute
   */
  public void submit(EmbeddedJob job) {
    var checkpoints = new RetainedCheckpoints(settings.checkpointsOf(job));
    Optional<Path> resumeFrom = checkpoints.newestReadable();

    var environment = StreamExecutionEnvironment.getExecutionEnvironment(settings.job(job));
    job.define(environment);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(job.name());
    // Flink never deletes what it resumes from: it is there until this run has its own.
    resumeFrom.ifPresent(
        path ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(
                    path.toUri().toString(), false, RecoveryClaimMode.NO_CLAIM)));
    LOG.info("Starting {} from {}", job.name(), resumeFrom.map(Path::toString).orElse("nothing"));
    JobID run = graph.getJobID();
    try {
      cluster.submitJob(graph).get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
      jobs.put(run, job);
      awaitRunning(job, run, System.nanoTime() + START_LIMIT.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("interrupted while " + job.name() + " starts", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new CannotStartException(job.name() + " does not start: " + rootMessage(e), e);
    }
    housekeeping.schedule(deleteEarlierRuns(checkpoints, run), 1000, 1000);
  }

  private void awaitRunning(EmbeddedJob job, JobID run, long deadlineNanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    JobStatus status = cluster.getJobStatus(run).get();
    while (status == JobStatus.INITIALIZING || !allTasksRun(run)) {
      if (status.isGloballyTerminalState()) {
        throw new CannotStartException(job.name() + " does not start: " + failure(run));
      }
      if (System.nanoTime() > deadlineNanos) {
        throw new CannotStartException(
            job.name() + " does not run after " + START_LIMIT.toSeconds() + " s: " + failure(run));
      }
      TimeUnit.MILLISECONDS.sleep(20);
      status = cluster.getJobStatus(run).get();
    }
  }

  private boolean allTasksRun(JobID run) throws InterruptedException, ExecutionException {
    for (AccessExecutionVertex vertex :
        cluster.getExecutionGraph(run).get().getAllExecutionVertices()) {
      if (vertex.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return true;
  }

  private String failure(JobID run) throws InterruptedException, ExecutionException {
    AccessExecutionGraph graph = cluster.getExecutionGraph(run).get();
    var failure = graph.getFailureInfo();
    return failure == null
        ? "no reason known, its state is " + graph.getState()
        : rootMessage(failure.getException().deserializeError(getClass().getClassLoader()));
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private static TimerTask deleteEarlierRuns(RetainedCheckpoints checkpoints, JobID run) {
    return new TimerTask() {
      @Override
      public void run() {
        try {
          if (checkpoints.hasCompleted(run)) {
            checkpoints.deleteOthers(run);
            cancel();
          }
        } catch (IOException e) {
          LOG.warn("Cannot delete the checkpoints of earlier runs, trying again", e);
        }
      }
    };
  }

  /** Why it will not go on by itself; empty while it runs, also while a job is restarted. */
  public Optional<String> failure() throws InterruptedException {
    if (!cluster.isRunning()) {
      return Optional.of("Flink has stopped");
    }
    for (var job : jobs.entrySet()) {
      try {
        if (cluster.getJobStatus(job.getKey()).get().isGloballyTerminalState()) {
          return Optional.of(job.getValue().name() + " has stopped: " + failure(job.getKey()));
        }
      } catch (ExecutionException e) {
        return Optional.of(job.getValue().name() + " does not answer: " + rootMessage(e));
      }
    }
    return Optional.empty();
  }

  /**
   * Why jobs had to be restarted since the last call, a sentence for each; the same reason is told
   * once, however often a job meets it.
   */
  public List<String> restarts() throws InterruptedException {
    var told = new ArrayList<String>();
    for (var job : jobs.entrySet()) {
      try {
        var failure = cluster.getExecutionGraph(job.getKey()).get().getFailureInfo();
        if (failure != null) {
          String reason =
              rootMessage(failure.getException().deserializeError(getClass().getClassLoader()));
          if (!reason.equals(lastRestart.put(job.getKey(), reason))) {
            told.add(job.getValue().name() + " is restarted after a failure: " + reason);
          }
        }
      } catch (ExecutionException e) {
        LOG.debug("{} does not answer while it is restarted", job.getValue().name(), e);
      }
    }
    return told;
  }

  public String webAddress() {
    return "http://" + settings.web().address();
  }

  /** Cancels the jobs, which keeps their checkpoints, and stops within seconds. */
  @Override
  public void close() {
    housekeeping.cancel();
    jobs.forEach(
        (run, job) -> {
          try {
            cluster.cancelJob(run).get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
            cluster.requestJobResult(run).get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
          } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} was not cancelled, stopping anyway", job.name(), e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      cluster.closeAsync().get(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Flink did not stop cleanly", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
