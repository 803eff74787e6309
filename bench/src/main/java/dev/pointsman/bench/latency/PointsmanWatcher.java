package dev.pointsman.bench.latency;

import dev.pointsman.bench.process.JavaProcess;
import dev.pointsman.bench.process.ServerProcess;
import dev.pointsman.bench.recording.KafkaProcess;
import dev.pointsman.cli.Pointsman;
import dev.pointsman.cli.embedded.LoopbackPort;
import dev.pointsman.cli.run.TopicRules;
import dev.pointsman.connector.kafka.KafkaSettings;
import dev.pointsman.connector.kafka.Topics;
import dev.pointsman.rule.yaml.RuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All of Pointsman with the settings that it is shipped with, in processes of their own: Kafka, the
 * jobs as {@code pointsman run} has them, and {@code pointsman probe}, which looks at each target
 * once a second.
 *
 * @param eventsPerSecond what others tell meanwhile
 */
record PointsmanWatcher(int eventsPerSecond) implements Watcher {

  private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(10);

  private static final String RULES =
      """
      alerts:
        - name: target_down
          severity: critical
          by: [check, target]
          conditions:
            - {metric: health_check, threshold: 3, window: 5m}
          annotations:
            summary: "{{check}} of {{target}} failed {{value}} times within 5 minutes"
          notifications:
            - {type: pagerduty}
      """;

  @Override
  public Watching start(Scene scene, Path folder) throws IOException, InterruptedException {
    var watching = new Watching();
    try {
      KafkaSettings kafka = watching.add(KafkaProcess.start(folder)).kafka();
      Topics.ensure(kafka, KAFKA_PATIENCE);
      Path rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
      try (var live = new TopicRules(kafka)) {
        live.become(RuleLoader.load(List.of(rules)).rules());
      }
      watching.add(JobsProcess.start(kafka, scene.pager(), folder.resolve("jobs")));
      watching.add(probe(scene, kafka, folder));
      if (eventsPerSecond > 0) {
        watching.add(Background.start(kafka, folder, eventsPerSecond));
      }
      return watching;
    } catch (IOException | InterruptedException | RuntimeException e) {
      watching.close();
      throw e;
    }
  }

  private static ServerProcess probe(Scene scene, KafkaSettings kafka, Path folder)
      throws IOException, InterruptedException {
    var checks = new StringBuilder("health_checks:\n  endpoints:\n");
    for (Trial each : scene.trials()) {
      checks.append(
          "    - {name: %s, url: \"%s\", interval: 1s, timeout: 1s}%n"
              .formatted(each.name(), scene.target(each)));
    }
    Path config = Files.writeString(folder.resolve("high-availability.yaml"), checks);
    LoopbackPort health = LoopbackPort.claim(0, "the agent's health", "");
    var command = new ArrayList<>(JavaProcess.command(List.of(), Pointsman.class.getName()));
    command.add("probe");
    command.addAll(List.of("--config", config.toString(), "--observer", "bench"));
    command.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
    command.addAll(List.of("--data", folder.resolve("probe").toString()));
    command.addAll(List.of("--listen", health.address()));
    return ServerProcess.start(folder, "probe", command).awaitPort(health.number());
  }
}
