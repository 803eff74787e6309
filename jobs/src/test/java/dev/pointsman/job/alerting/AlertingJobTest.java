package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.connector.kafka.KafkaSettings;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class AlertingJobTest {

  @Test
  void checkpointsAreAlignedWhateverTheClusterIsConfiguredTo() {
    var cluster = new Configuration();
    cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    cluster.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment();
    env.configure(cluster);
    assertThat(env.getCheckpointConfig().isUnalignedCheckpointsEnabled()).isTrue();
    AlertingJob.define(env, AlertingConfig.of(KafkaSettings.of("nowhere:9092")));
    assertThat(env.getCheckpointConfig().isUnalignedCheckpointsEnabled()).isFalse();
  }
}
