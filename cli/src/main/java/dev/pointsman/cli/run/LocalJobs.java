package dev.pointsman.cli.run;

import dev.pointsman.cli.embedded.EmbeddedJob;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.job.alerting.AlertingConfig;
import dev.pointsman.job.alerting.AlertingJob;
import dev.pointsman.job.notification.EnvironmentReceivers;
import dev.pointsman.job.notification.NotificationConfig;
import dev.pointsman.job.notification.NotificationJob;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The jobs of a {@link LocalSystem}, the same as on a Flink cluster. */
public final class LocalJobs {

  private LocalJobs() {}

  public static List<EmbeddedJob> all(KafkaSettings kafka, EnvironmentReceivers receivers) {
    return List.of(
        job("alerting", flink -> AlertingJob.define(flink, AlertingConfig.of(kafka))),
        job(
            "notification",
            flink -> NotificationJob.define(flink, NotificationConfig.of(kafka, receivers))));
  }

  private static EmbeddedJob job(String name, Consumer<StreamExecutionEnvironment> definition) {
    return new EmbeddedJob() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void define(StreamExecutionEnvironment environment) {
        definition.accept(environment);
      }
    };
  }
}
