package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent says to options and folders of which it cannot make anything. */
class AgentStartIT {

  @TempDir private Path folder;
  private Path config;

  @BeforeEach
  void writeConfiguration() throws IOException {
    config =
        Files.writeString(
            folder.resolve("ha.yaml"),
            """
            regions:
              primary: {name: us-west-2, base_url: "http://127.0.0.1:1"}
            health_checks:
              endpoints:
                - {name: api, url: /health, interval: 60, timeout: 1}
            """);
  }

  @Test
  void aNameThatIsNoLabelIsRefused() {
    for (String name : List.of(" ", "a\nb", "a\tb", "a\"b", "a\\b", "x".repeat(201))) {
      Ran ran = probe("--observer", name, "--bootstrap-servers", "127.0.0.1:1");
      assertThat(ran.exitCode()).as(name).isEqualTo(2);
      assertThat(ran.err()).contains("--observer must be a name of up to 200 characters");
    }
    Ran ran = probe("--observer", "me", "--instance", "", "--once");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("--instance must be a name");
  }

  @Test
  void kafkaSettingsThatCanNeverWorkEndTheStart() throws IOException {
    Ran noPort = probe("--observer", "me", "--bootstrap-servers", "localhost");
    assertThat(noPort.exitCode()).isEqualTo(1);
    assertThat(noPort.err())
        .startsWith("pointsman: bootstrap servers: 'localhost' is not HOST:PORT");
    Path properties =
        Files.writeString(folder.resolve("client.properties"), "security.protocol=SASL_SSLX");
    Ran unknown =
        probe(
            "--observer",
            "me",
            "--bootstrap-servers",
            "127.0.0.1:1",
            "--client-properties",
            properties.toString());
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("security.protocol", "SASL_SSLX");
  }

  @Test
  void aHostThatNobodyKnowsForNowEndsNothing() throws IOException {
    try (PointsmanProcess agent =
        PointsmanProcess.start(
            List.of(
                "probe",
                "--config",
                config.toString(),
                "--observer",
                "me",
                "--bootstrap-servers",
                "kafka.invalid:9092",
                "--data",
                folder.resolve("data").toString(),
                "--listen",
                "0"))) {
      agent.awaitLine("running; stop it with Ctrl-C");
      agent.awaitLine("note: cannot reach Kafka at kafka.invalid:9092");
      agent.awaitLine("up to 1024 MiB of each topic wait on disk");
      assertThat(agent.output()).doesNotContain("from before");
    }
  }

  @Test
  void aFolderThatCannotBeUsedIsToldWithTheReason() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Ran ran = started("--data", file.toString(), "--listen", "0");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().strip())
        .isEqualTo("pointsman: cannot use the data folder: " + file + " is not a folder");
    Path below = file.resolve("data");
    assertThat(started("--data", below.toString(), "--listen", "0").err().strip())
        .isEqualTo(
            "pointsman: cannot use the data folder: "
                + below
                + ": a part of this path is not a folder");
  }

  @Test
  void aPortThatIsTakenIsToldWithTheOption() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String listen = "127.0.0.1:" + taken.getLocalPort();
      Ran ran = started("--data", folder.resolve("data").toString(), "--listen", listen);
      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err())
          .contains("cannot listen on " + listen + ": ")
          .contains("choose another address with --listen");
    }
  }

  @Test
  void noOptionIsBrokenOverTwoLinesOfTheHelp() {
    for (String command : List.of("probe", "collect")) {
      Ran ran = Ran.pointsman(command, "--help");
      assertThat(ran.out().lines()).noneMatch(line -> line.stripTrailing().endsWith("HOST:"));
      assertThat(ran.out()).contains("--listen");
    }
  }

  private Ran started(String... more) {
    var options =
        new ArrayList<>(List.of("--observer", "me", "--bootstrap-servers", "127.0.0.1:1"));
    options.addAll(List.of(more));
    return probe(options.toArray(new String[0]));
  }

  private Ran probe(String... options) {
    var arguments = new ArrayList<>(List.of("probe", "--config", config.toString()));
    arguments.addAll(List.of(options));
    return Ran.pointsman(arguments.toArray(new String[0]));
  }
}
