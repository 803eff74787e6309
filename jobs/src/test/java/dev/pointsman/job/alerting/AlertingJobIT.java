package dev.pointsman.job.alerting;

import static dev.pointsman.job.alerting.TestingTopics.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pointsman.alert.Fingerprint;
import dev.pointsman.connector.kafka.TestingKafka;
import dev.pointsman.connector.kafka.Topics;
import dev.pointsman.event.Labels;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.yaml.LoadResult;
import dev.pointsman.rule.yaml.RuleLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The job as it is, on a Flink and a Kafka in this process. */
class AlertingJobIT {

  /** As it stands in the high-availability configuration that the rules are for. */
  private static final String REFERENCE =
      """
      failover_alerts:
        - name: region_failover
          conditions:
            - metric: health_check
              threshold: 3
              window: 5m
          notifications:
            - type: pagerduty
              severity: critical
            - type: slack
              channel: "#incidents"

        - name: database_failover
          conditions:
            - metric: replication_lag
              threshold: 1000
              window: 2m
          actions:
            - promote_replica
            - update_dns
            - notify_team
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Flink takes the first checkpoint at any time before: that one, in effect, never comes. */
  private static final Duration NEVER = Duration.ofDays(10_000);

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(3)
              .build());

  @TempDir private Path folder;
  private final long now = System.currentTimeMillis();
  private MiniCluster flink;
  private TestingKafka kafka;
  private TestingTopics topics;
  private @Nullable JobClient job;

  @BeforeEach
  void startKafka(@InjectMiniCluster MiniCluster miniCluster) throws Exception {
    flink = miniCluster;
    kafka = TestingKafka.start();
    topics = new TestingTopics(kafka.settings());
    topics.publish(rules(REFERENCE));
  }

  @AfterEach
  void stop() throws Exception {
    if (job != null && !job.getJobStatus().get().isTerminalState()) {
      job.cancel().get();
    }
    topics.close();
    kafka.close();
  }

  private static RuleSet rules(String yaml) {
    LoadResult loaded = RuleLoader.loadTexts(Map.of("rules.yaml", yaml));
    assertThat(loaded.problems()).isEmpty();
    return loaded.rules();
  }

  private void run(int parallelism, Duration checkpointInterval, @Nullable String savepoint)
      throws Exception {
    var settings = new Configuration();
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    if (savepoint != null) {
      settings.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    env.setParallelism(parallelism);
    AlertingConfig defaults = AlertingConfig.of(kafka.settings());
    AlertingJob.define(
        env,
        new AlertingConfig(
            defaults.kafka(),
            defaults.group(),
            checkpointInterval,
            defaults.maxAhead(),
            defaults.retention(),
            defaults.bufferTimeout(),
            defaults.fromEarliest()));
    job = env.executeAsync(AlertingJob.NAME);
    CommonTestUtils.waitForAllTaskRunning(flink, job.getJobID(), false);
  }

  /** Ends the job when all that it has read is written. */
  private String stopWithSavepoint() throws Exception {
    JobClient running = Objects.requireNonNull(job);
    String savepoint =
        running
            .stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    await().until(() -> running.getJobStatus().get() == JobStatus.FINISHED);
    return savepoint;
  }

  private long ago(int seconds) {
    return now - seconds * 1000L;
  }

  private List<String> alerts() {
    return topics.committed(Topics.ALERTS).stream().map(this::brief).toList();
  }

  /** Such as {@code region_failover firing -340 s}. */
  private String brief(JsonNode alert) {
    return alert.get("alert").textValue()
        + " "
        + alert.get("state").textValue()
        + " "
        + (alert.get("at").longValue() - now) / 1000
        + " s";
  }

  private void awaitAlerts(int count) {
    await().atMost(PATIENCE).until(() -> alerts().size() >= count);
  }

  @Test
  void theReferenceRulesDecideOnWhatTheTopicsBring() throws Exception {
    run(2, NEVER, null);
    for (int seconds : new int[] {400, 370, 340}) {
      topics.check("us-west-2", ago(seconds), "down");
      topics.check("us-east-1", ago(seconds), "up");
    }
    for (int seconds : new int[] {400, 340, 280}) {
      topics.lag(ago(seconds), 1500);
    }
    topics.lag(ago(200), 5);
    topics.check("us-west-2", ago(0), "up");
    awaitAlerts(4);

    assertThat(topics.uncommitted(Topics.ACTION_REQUESTS)).hasSize(1);
    assertThat(topics.committed(Topics.ACTION_REQUESTS))
        .as("a command is not there before the checkpoint that remembers it")
        .isEmpty();
    flink.triggerCheckpoint(jobId()).get();
    await().until(() -> !topics.committed(Topics.ACTION_REQUESTS).isEmpty());
    stopWithSavepoint();

    assertThat(alerts())
        .containsExactlyInAnyOrder(
            "region_failover firing -340 s",
            "region_failover resolved 0 s",
            "database_failover firing -280 s",
            "database_failover resolved -200 s");
    String region =
        Fingerprint.of("region_failover", Labels.of("check", "api", "region", "us-west-2"));
    String database =
        Fingerprint.of("database_failover", Labels.of("cluster", "db", "replica", "r1"));
    assertThat(topics.keys(Topics.ALERTS))
        .containsExactlyInAnyOrder(region, region, database, database);
    assertThat(topics.committed(Topics.ALERTS))
        .contains(
            json(
                """
                {"alert":"region_failover","state":"firing","reason":"condition",
                 "severity":"warning","labels":{"check":"api","region":"us-west-2"},
                 "fingerprint":"%s","value":3.0,"at":%d,"starts_at":%d,"ends_at":null,
                 "evidence":[%s,%s,%s],"annotations":{},
                 "notifications":[{"type":"pagerduty","severity":"critical"},
                                  {"type":"slack","channel":"#incidents","severity":"warning"}],
                 "actions":[]}
                """
                    .formatted(region, ago(340), ago(340), down(400), down(370), down(340))));
    assertThat(topics.keys(Topics.ACTION_REQUESTS)).containsExactly("db");
    assertThat(topics.committed(Topics.ACTION_REQUESTS))
        .containsExactly(
            json(
                """
                {"alert":"database_failover","fingerprint":"%s","starts_at":%d,"subject":"db",
                 "severity":"warning","labels":{"cluster":"db","replica":"r1"},"value":1500.0,
                 "actions":["promote_replica","update_dns","notify_team"],
                 "evidence":[%s,%s]}
                """
                    .formatted(database, ago(280), behind(340), behind(280))));
    assertThat(topics.committed(Topics.REJECTED_EVENTS)).isEmpty();
  }

  private JobID jobId() {
    return Objects.requireNonNull(job).getJobID();
  }

  private String down(int seconds) {
    return "{\"labels\":{\"check\":\"api\",\"observer\":\"o\",\"region\":\"us-west-2\",\"target\":\"a\"},"
        + "\"value\":1.0,\"timestamp\":"
        + ago(seconds)
        + "}";
  }

  private String behind(int seconds) {
    return "{\"labels\":{\"cluster\":\"db\",\"region\":\"us-east-1\",\"replica\":\"r1\"},"
        + "\"value\":1500.0,\"timestamp\":"
        + ago(seconds)
        + "}";
  }

  @Test
  void whatCannotBeReadIsPutAsideWithItsPlaceAndItsBytesAndTheJobGoesOn() throws Exception {
    run(2, NEVER, null);
    topics.send(Topics.METRICS, "k", "{\"metric\": é");
    topics.check("us-west-2", ago(400), "sideways");
    topics.check("us-west-2", System.currentTimeMillis() + 3_600_000, "down");
    // As large as Kafka takes: in base64, or repeated in an alert's evidence, it takes neither.
    topics.send(Topics.METRICS, "k", "x".repeat(1_040_000));
    topics.send(
        Topics.METRICS,
        "k",
        "{\"metric\":\"m\",\"labels\":{\"a\":\""
            + "z".repeat(700_000)
            + "\"},\"value\":1,\"timestamp\":1763700000000}");
    for (int seconds : new int[] {400, 370, 340}) {
      topics.check("us-west-2", ago(seconds), "down");
    }
    awaitAlerts(1);
    await().atMost(PATIENCE).until(() -> topics.committed(Topics.REJECTED_EVENTS).size() == 5);

    assertThat(topics.committed(Topics.REJECTED_EVENTS))
        .extracting(each -> each.get("topic").textValue() + " " + each.get("reason").textValue())
        .containsExactlyInAnyOrder(
            "metrics not_json",
            "metrics not_json",
            "metrics too_large",
            "health-checks unknown_status",
            "health-checks in_the_future");
    assertThat(topics.committed(Topics.REJECTED_EVENTS))
        .filteredOn(each -> each.get("offset").longValue() == 0)
        .filteredOn(each -> each.get("topic").textValue().equals("metrics"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.get("partition").isInt()).isTrue();
              assertThat(each.get("offset").longValue()).isZero();
              assertThat(each.get("detail").textValue()).isNotBlank();
              assertThat(Base64.getDecoder().decode(each.get("raw").textValue()))
                  .asString(StandardCharsets.UTF_8)
                  .isEqualTo("{\"metric\": é");
            });
  }

  @Test
  void rulesChangeWhileTheJobRunsAndABrokenOneChangesNothing() throws Exception {
    run(2, NEVER, null);
    for (int seconds : new int[] {400, 370, 340}) {
      topics.check("us-west-2", ago(seconds), "down");
    }
    awaitAlerts(1);

    topics.send(Topics.ALERT_RULES, "region_failover", "{\"name\": \"region_failover\"");
    await().atMost(PATIENCE).until(() -> !topics.committed(Topics.REJECTED_EVENTS).isEmpty());
    topics.publish(
        rules("alerts: [{name: hot, by: [room], conditions: [{metric: heat, threshold: 30}]}]"));
    // Until the rule is live no event is for it: each try is another room.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long room = System.nanoTime();
              topics.send(
                  Topics.METRICS,
                  "k",
                  "{\"metric\":\"heat\",\"labels\":{\"room\":\"%d\"},\"value\":40,\"timestamp\":%d}"
                      .formatted(room, System.currentTimeMillis()));
              return alerts().size() > 1;
            });

    topics.check("us-west-2", ago(0), "up");
    await().atMost(PATIENCE).until(() -> alerts().contains("region_failover resolved 0 s"));
    assertThat(topics.committed(Topics.REJECTED_EVENTS))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.get("topic").textValue()).isEqualTo("alert-rules");
              assertThat(each.get("reason").textValue()).isEqualTo("invalid_rule");
            });
  }

  @Test
  void aRestartWithAnotherParallelismLosesAndDoublesNothing() throws Exception {
    run(1, Duration.ofMillis(200), null);
    topics.check("us-west-2", ago(400), "down");
    topics.lag(ago(400), 1500);
    topics.lag(ago(340), 1500);
    String second = stopWithSavepoint();
    topics.check("us-west-2", ago(370), "down");

    run(3, Duration.ofMillis(200), second);
    topics.check("us-west-2", ago(340), "down");
    topics.lag(ago(280), 1500);
    awaitAlerts(2);
    String firing = stopWithSavepoint();
    topics.lag(ago(200), 5);

    run(2, Duration.ofMillis(200), firing);
    topics.check("us-west-2", ago(0), "up");
    awaitAlerts(4);
    stopWithSavepoint();

    assertThat(alerts())
        .containsExactlyInAnyOrder(
            "region_failover firing -340 s",
            "region_failover resolved 0 s",
            "database_failover firing -280 s",
            "database_failover resolved -200 s");
    assertThat(topics.committed(Topics.ACTION_REQUESTS)).hasSize(1);
  }

  @Test
  void aTaskManagerThatIsLostLosesNothingAndAsksForActionsOnce() throws Exception {
    run(2, Duration.ofMillis(500), null);
    topics.lag(ago(400), 1500);
    topics.lag(ago(340), 1500);
    topics.check("us-west-2", ago(400), "down");
    flink.triggerCheckpoint(jobId()).get();

    topics.lag(ago(280), 1500);
    topics.check("us-west-2", ago(370), "down");
    awaitAlerts(1);
    flink.terminateTaskManager(0).get();
    flink.startTaskManager();
    topics.check("us-west-2", ago(340), "down");
    await().atMost(PATIENCE).until(() -> alerts().contains("region_failover firing -340 s"));
    stopWithSavepoint();

    assertThat(alerts())
        .as("a transition may be told again after a failure, and is the same then")
        .containsOnly("region_failover firing -340 s", "database_failover firing -280 s");
    assertThat(topics.committed(Topics.ACTION_REQUESTS)).hasSize(1);
  }

  @Test
  void theJobGoesOnAfterAnOutageOfKafka() throws Exception {
    run(2, Duration.ofMillis(500), null);
    topics.check("us-west-2", ago(400), "down");
    topics.check("us-west-2", ago(370), "down");
    topics.check("us-west-2", ago(340), "down");
    awaitAlerts(1);

    kafka.stop();
    kafka.startAgain();
    topics.check("us-west-2", ago(0), "up");
    for (int seconds : new int[] {200, 140, 80}) {
      topics.lag(ago(seconds), 1500);
    }
    awaitAlerts(3);
    await().atMost(PATIENCE).until(() -> topics.committed(Topics.ACTION_REQUESTS).size() == 1);
    stopWithSavepoint();

    assertThat(alerts().stream().distinct())
        .containsExactlyInAnyOrder(
            "region_failover firing -340 s",
            "region_failover resolved 0 s",
            "database_failover firing -80 s");
    assertThat(topics.committed(Topics.ACTION_REQUESTS)).hasSize(1);
  }
}
