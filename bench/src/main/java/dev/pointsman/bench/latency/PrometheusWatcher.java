package dev.pointsman.bench.latency;

import static java.util.stream.Collectors.joining;

import dev.pointsman.bench.process.ServerProcess;
import dev.pointsman.cli.embedded.LoopbackPort;
import dev.pointsman.cli.inbox.Inbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's Prometheus, blackbox_exporter and Alertmanager, each in a process of its own.
 *
 * @param interval of scrapes and of evaluations
 * @param groupWait how long Alertmanager waits for other alerts before it tells of the first
 */
record PrometheusWatcher(String interval, String groupWait, String groupInterval)
    implements Watcher {

  /** What stands in Debian's prometheus.yml and alertmanager.yml. */
  static final PrometheusWatcher SHIPPED = new PrometheusWatcher("15s", "30s", "5m");

  /** As fast as their settings allow without being senseless. */
  static final PrometheusWatcher FAST = new PrometheusWatcher("1s", "0s", "1s");

  private static final String PROMETHEUS = "prometheus";
  private static final String BLACKBOX = "prometheus-blackbox-exporter";
  private static final String ALERTMANAGER = "prometheus-alertmanager";

  private static final String LISTEN = "--web.listen-address=";

  /** This module stands so in Debian's blackbox.yml. */
  private static final String MODULES = "modules: {http_2xx: {prober: http}}\n";

  private static final String RULES =
      """
      groups:
        - name: bench
          rules:
            - alert: target_down
              expr: count_over_time(probe_success[5m]) - sum_over_time(probe_success[5m]) >= 3
              labels: {severity: critical}
      """;

  @Override
  public Watching start(Scene scene, Path folder) throws IOException, InterruptedException {
    String prometheus = ServerProcess.program(PROMETHEUS);
    String blackbox = ServerProcess.program(BLACKBOX);
    String alertmanager = ServerProcess.program(ALERTMANAGER);
    LoopbackPort web = LoopbackPort.claim(0, PROMETHEUS, "");
    LoopbackPort probes = LoopbackPort.claim(0, BLACKBOX, "");
    LoopbackPort alerts = LoopbackPort.claim(0, ALERTMANAGER, "");
    Files.writeString(folder.resolve("blackbox.yml"), MODULES);
    Files.writeString(folder.resolve("alertmanager.yml"), routes(scene));
    Files.writeString(folder.resolve("rules.yml"), RULES);
    Files.writeString(folder.resolve("prometheus.yml"), scrapes(scene, probes, alerts));
    var watching = new Watching();
    try {
      start(watching, folder, probes, List.of(blackbox, "--config.file=blackbox.yml"));
      start(
          watching,
          folder,
          alerts,
          List.of(
              alertmanager,
              "--config.file=alertmanager.yml",
              "--storage.path=alertmanager",
              // There is only one: it need not wait for others.
              "--cluster.listen-address="));
      start(
          watching,
          folder,
          web,
          List.of(prometheus, "--config.file=prometheus.yml", "--storage.tsdb.path=prometheus"));
      return watching;
    } catch (IOException | InterruptedException | RuntimeException e) {
      watching.close();
      throw e;
    }
  }

  private static void start(Watching watching, Path folder, LoopbackPort at, List<String> command)
      throws IOException, InterruptedException {
    var whole = new ArrayList<>(command);
    whole.add(LISTEN + at.address());
    watching.add(ServerProcess.start(folder, at.purpose(), whole)).awaitPort(at.number());
  }

  /** Each target is a group of its own, so that none waits for the group's interval. */
  private String routes(Scene scene) {
    return """
        route:
          receiver: pager
          group_by: [instance]
          group_wait: %s
          group_interval: %s
          repeat_interval: 3h
        receivers:
          - name: pager
            pagerduty_configs:
              - {url: "%s", routing_key: %s}
        """
        .formatted(groupWait, groupInterval, scene.pager(), Inbox.ROUTING_KEY);
  }

  private String scrapes(Scene scene, LoopbackPort probes, LoopbackPort alerts) {
    String targets =
        scene.trials().stream()
            .map(each -> "          - " + scene.target(each) + "\n")
            .collect(joining());
    return """
        global: {scrape_interval: %s, evaluation_interval: %s}
        alerting: {alertmanagers: [{static_configs: [{targets: ['%s']}]}]}
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: blackbox
            metrics_path: /probe
            params: {module: [http_2xx]}
            relabel_configs:
              - {source_labels: [__address__], target_label: __param_target}
              - {source_labels: [__param_target], target_label: instance}
              - {target_label: __address__, replacement: '%s'}
            static_configs:
              - targets:
        %s"""
        .formatted(interval, interval, alerts.address(), probes.address(), targets);
  }
}
