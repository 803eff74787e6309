package dev.pointsman.bench.latency;

import dev.pointsman.bench.process.JavaProcess;
import dev.pointsman.cli.embedded.DataFolder;
import dev.pointsman.cli.embedded.EmbeddedFlink;
import dev.pointsman.cli.embedded.FlinkSettings;
import dev.pointsman.cli.embedded.LoopbackPort;
import dev.pointsman.cli.inbox.Inbox;
import dev.pointsman.cli.run.LocalJobs;
import dev.pointsman.cli.run.LocalSystem;
import dev.pointsman.cli.run.RunLog;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.job.notification.EnvironmentReceivers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The alerting and the notification job in a process of their own, as {@code run} has them. */
final class JobsProcess {

  private static final String READY = "the jobs run";

  /** As {@code run} has it where nobody chose. */
  private static final int PARALLELISM = 2;

  private JobsProcess() {}

  /**
   * Returns when they run.
   *
   * @param pager in place of PagerDuty's address
   */
  static JavaProcess start(KafkaSettings kafka, URI pager, Path folder) throws IOException {
    var process =
        JavaProcess.start(
            List.of(), JobsProcess.class, folder, kafka.bootstrapServers(), pager.toString());
    try {
      process.await(READY);
      return process;
    } catch (IOException e) {
      process.close();
      throw new IOException("the jobs do not start; why is in " + folder, e);
    }
  }

  /** The process. */
  public static void main(String[] args) throws IOException {
    DataFolder data = DataFolder.open(Path.of(args[0]));
    KafkaSettings kafka = KafkaSettings.of(args[1]);
    var receivers =
        new EnvironmentReceivers(
            Map.of(
                EnvironmentReceivers.PAGERDUTY_ROUTING_KEY,
                Inbox.ROUTING_KEY,
                EnvironmentReceivers.PAGERDUTY_URL,
                args[2]));
    RunLog.to(data.root().resolve("jobs.log"));
    var jobs = LocalJobs.all(kafka, receivers);
    try (EmbeddedFlink flink =
        EmbeddedFlink.start(
            new FlinkSettings(
                data.checkpoints(),
                data.temporary(),
                LoopbackPort.claim(0, "Flink's web page", ""),
                null,
                null,
                jobs.size(),
                PARALLELISM,
                LocalSystem.CHECKPOINT_INTERVAL))) {
      jobs.forEach(flink::submit);
      System.out.println(READY);
      JavaProcess.awaitEnd(() -> {});
    }
  }
}
