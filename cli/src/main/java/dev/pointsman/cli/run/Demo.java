package dev.pointsman.cli.run;

import dev.pointsman.cli.inbox.Inbox;
import dev.pointsman.cli.inbox.Incident;
import dev.pointsman.cli.inbox.SlackMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One region fails, people are told once, it heals, and they are told again: all of it real, but
 * with short windows and a local inbox.
 */
public final class Demo {

  private static final String FAILING = "us-west-2";
  private static final String OTHER = "us-east-1";
  private static final int THRESHOLD = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final String RULES =
      """
      failover_alerts:
        - name: region_failover
          severity: critical
          conditions:
            - metric: health_check
              threshold: %d
              window: 3s
          annotations:
            summary: "{{check}} in {{region}} failed {{value}} times within 3 s"
          notifications:
            - type: pagerduty
              severity: critical
            - type: slack
              channel: "#incidents"
      """
          .formatted(THRESHOLD);

  private final Path folder;
  private final Clock clock;
  private final Consumer<String> report;
  private final List<Step> timeline = new ArrayList<>();

  /**
   * @param folder for the data; new or empty
   * @param report gets a line for people whenever there is something to say
   */
  public Demo(Path folder, Clock clock, Consumer<String> report) {
    this.folder = folder;
    this.clock = clock;
    this.report = report;
  }

  /**
   * Plays it to its end and prints the timeline.
   *
   * @param whenPlayed waits, for a demo that is to be left running
   * @return whether everything came that had to
   */
  public boolean play(Wait whenPlayed) throws IOException, InterruptedException {
    try (DemoRegion failing = DemoRegion.start(clock);
        DemoRegion other = DemoRegion.start(clock);
        LocalSystem system = LocalSystem.start(settings(failing, other), report)) {
      Inbox inbox = system.inbox().orElseThrow();
      report.accept("");
      boolean complete = play(failing, other, inbox);
      printTimeline();
      if (!complete) {
        report.accept("not everything came; the log says more");
      }
      whenPlayed.await(system);
      return complete;
    }
  }

  private RunSettings settings(DemoRegion failing, DemoRegion other) throws IOException {
    Path rules = Files.createDirectories(folder.resolve("alert-rules"));
    Files.writeString(rules.resolve("failover.yaml"), RULES);
    Path configuration = folder.resolve("high-availability.yaml");
    Files.writeString(
        configuration,
        """
        regions:
          primary: {name: %s, base_url: "%s"}
          secondary: {name: %s, base_url: "%s"}
        health_checks:
          observer: demo
          endpoints:
            - {name: api, url: /health, interval: 250ms, timeout: 200ms}
        """
            .formatted(FAILING, failing.address(), OTHER, other.address()));
    return new RunSettings(
        List.of(rules),
        folder.resolve("data"),
        List.of(configuration),
        true,
        RunSettings.Ports.ANY,
        2,
        1);
  }

  private boolean play(DemoRegion failing, DemoRegion other, Inbox inbox)
      throws InterruptedException {
    if (!await(() -> failing.answers() > 1 && other.answers() > 1)) {
      step("the probe does not ask the regions");
      return false;
    }
    step("both regions answer");
    failing.fail();
    step(FAILING + " begins to fail");
    if (!await(() -> failing.failures().size() >= THRESHOLD)) {
      step("the probe does not ask " + FAILING + " any more");
      return false;
    }
    Instant decisive = failing.failures().get(THRESHOLD - 1);
    timeline.add(new Step(decisive, "the probe meets failure number " + THRESHOLD));

    boolean paged = await(() -> !inbox.incidents().isEmpty());
    boolean posted = await(() -> !inbox.messages().isEmpty());
    told(inbox.incidents().stream().findFirst().map(Demo::opened), decisive, "PagerDuty pages");
    told(inbox.messages().stream().findFirst().map(Demo::posted), decisive, "Slack says it");
    if (!paged || !posted) {
      return false;
    }
    failing.heal();
    step(FAILING + " heals");
    boolean resolved = await(() -> inbox.incidents().get(0).status() == Incident.Status.RESOLVED);
    boolean updated = await(() -> !inbox.messages().get(0).updates().isEmpty());
    if (resolved) {
      timeline.add(
          new Step(inbox.incidents().get(0).changedAt(), "PagerDuty resolves the incident"));
    } else {
      step("MISSING: PagerDuty resolves the incident");
    }
    if (updated) {
      Instant at = inbox.messages().get(0).updates().get(0);
      timeline.add(new Step(at, "Slack's message is updated in place"));
    } else {
      step("MISSING: Slack's message is updated");
    }
    boolean once = inbox.incidents().size() == 1 && inbox.messages().size() == 1;
    if (!once) {
      step("people were told more than once, or of more than " + FAILING);
    }
    return resolved && updated && once;
  }

  private static Step opened(Incident incident) {
    return new Step(incident.openedAt(), incident.summary());
  }

  private static Step posted(SlackMessage message) {
    return new Step(message.postedAt(), "#" + message.channel());
  }

  private void told(Optional<Step> what, Instant decisive, String how) {
    if (what.isEmpty()) {
      step("MISSING: " + how);
      return;
    }
    Step step = what.get();
    long millis = Duration.between(decisive, step.at()).toMillis();
    timeline.add(new Step(step.at(), how + " after " + millis + " ms: " + step.text()));
  }

  private void step(String what) {
    timeline.add(new Step(clock.instant(), what));
  }

  private void printTimeline() {
    Instant start = timeline.get(0).at();
    report.accept(
        timeline.stream()
            .sorted((left, right) -> left.at().compareTo(right.at()))
            .map(step -> step.line(start))
            .collect(Collectors.joining("\n")));
  }

  private boolean await(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = clock.instant().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (clock.instant().isAfter(deadline)) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return true;
  }

  /** What happens between the timeline and the end. */
  public interface Wait {
    void await(LocalSystem system) throws InterruptedException;
  }

  private record Step(Instant at, String text) {
    String line(Instant start) {
      return "%7.3f s  %s".formatted(Duration.between(start, at).toMillis() / 1000.0, text);
    }
  }
}
