package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pointsman.agent.ConfiguredSecrets;
import dev.pointsman.agent.Coverage;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.HealthCheckEvent;
import dev.pointsman.agent.probe.http.HttpCheck;
import dev.pointsman.agent.probe.http.HttpRequest;
import dev.pointsman.agent.probe.http.Redirects;
import dev.pointsman.config.CheckTarget.Expectation;
import dev.pointsman.config.SecretSource;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFaultsIT {

  @TempDir private Path folder;
  private final List<AgentEvent> events = new CopyOnWriteArrayList<>();
  private final CollectorRegistry registry = new CollectorRegistry();
  private final Coverage coverage = new Coverage(System::nanoTime);
  private final Prober prober =
      new Prober(ProberIT.IDENTITY, events::add, Clock.systemUTC(), registry);

  @AfterEach
  void closeProber() {
    prober.close();
  }

  @Test
  void aSecretThatIsLostWhileTheAgentRunsIsNeverTheTargetsFault() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "Bearer opensesame");
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK")) {
      prober.start(
          List.of(withSecret(server, token)), coverage, CompletableFuture.completedFuture(null));
      await().until(() -> told().count() >= 2);

      for (String lost : List.of("", "\u0001garbled")) {
        Files.writeString(token, lost);
        await().until(() -> faulty() == 1);
        await().until(() -> coverage.silent() == 1);
        Files.writeString(token, "Bearer opensesame");
        await().until(() -> faulty() == 0);
        await().until(() -> coverage.silent() == 0);
      }
      Files.delete(token);
      await().until(() -> coverage.silent() == 1);

      // On a busy machine a run may have come too late.
      assertThat(told().filter(each -> !each.up()))
          .allMatch(each -> String.valueOf(each.error()).startsWith("no answer within"));
    }
  }

  @Test
  void onceItIsSaidThatTheTargetWasNotAsked() throws IOException {
    try (TestingServer server = TestingServer.answering("HTTP/1.1 200 OK")) {
      Path none = folder.resolve("none");
      ProbeResult result = prober.once(List.of(withSecret(server, none))).join().get(0);
      assertThat(result.verdict().error())
          .isEqualTo("not asked: a secret is missing: there is no file " + none);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aRunForWhichNoFileIsLeftEndsAndIsNeverTheTargetsFault() throws Exception {
    try (TestingServer server = TestingServer.start(TestingServer.Connection::awaitEnd)) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      Process few =
          new ProcessBuilder(
                  "/bin/sh",
                  "-c",
                  "ulimit -n 300; exec \"$@\"",
                  "sh",
                  java,
                  "-XX:-MaxFDLimit",
                  "-cp",
                  System.getProperty("java.class.path"),
                  FewFiles.class.getName(),
                  "400",
                  String.valueOf(server.port()))
              .redirectErrorStream(true)
              .start();
      try {
        assertThat(few.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = new String(few.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).containsPattern("\\{TIMED_OUT=\\d+, LOCAL_FAULT=\\d+}");
      } finally {
        few.destroyForcibly();
      }
    }
  }

  private static Probe withSecret(TestingServer server, Path file) {
    var secret = new ConfiguredSecrets(Map.of()).find(new SecretSource.File(file));
    var request = new HttpRequest("GET", Map.of(), Map.of("Authorization", secret));
    var check =
        new HttpCheck(
            URI.create(server.url("/")), request, Expectation.SUCCESS, Redirects.NONE, null);
    return Probe.of(
        "api", "us-west-2", "here", check, Duration.ofMillis(200), Duration.ofMillis(200));
  }

  private Stream<HealthCheckEvent> told() {
    return events.stream()
        .filter(HealthCheckEvent.class::isInstance)
        .map(HealthCheckEvent.class::cast);
  }

  private double faulty() {
    return Objects.requireNonNullElse(
        registry.getSampleValue(
            "pointsman_agent_probe_checks_faulty",
            new String[] {"reason"},
            new String[] {"secret_unreadable"}),
        0.0);
  }
}
