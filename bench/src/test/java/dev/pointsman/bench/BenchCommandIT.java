package dev.pointsman.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pointsman.bench.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a run, as a process of its own. */
class BenchCommandIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  private Process start(String... arguments) throws IOException {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    List<String> command =
        JavaProcess.command(
            List.of("-Xmx1g", "-Djava.io.tmpdir=" + temporary), BenchCommand.class.getName());
    command.add("bench");
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private static void awaitEnd(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private void assertNoFolderStays() throws IOException {
    try (var left = Files.list(folder.resolve("temporary"))) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }

  private void nothingStaysOnceItSays(String said, String... arguments) throws Exception {
    Process process = start(arguments);
    List<ProcessHandle> children;
    try {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  Files.readString(folder.resolve("err")).contains(said)
                      && process.descendants().findAny().isPresent());
      children = process.descendants().toList();
    } finally {
      process.destroy();
    }
    awaitEnd(process);
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertNoFolderStays();
  }

  @Test
  void noBacktestAndNoRecordingStaysOfOneThatIsToldToEnd() throws Exception {
    nothingStaysOnceItSays("running the backtest", "--backtest=100000");
  }

  @Test
  void noKafkaAndNoFlinkStaysOfOneThatIsToldToEnd() throws Exception {
    nothingStaysOnceItSays("recording 4,000,000 events", "--quick", "--only", "consumer loop");
  }

  @Test
  void aFileThatCannotBeWrittenIsNamedInTheEndAndAllElseIsThere() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no file that is always full");
    Path html = folder.resolve("bench.html");
    Process process = start("--backtest=100000", "--json", "/dev/full", "--html", html.toString());
    awaitEnd(process);
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(folder.resolve("err")).content().contains("pointsman: /dev/full: No space left");
    assertThat(folder.resolve("out")).content().contains("| 100,000 |");
    assertThat(html).content().contains("<h2>Backtest");
    assertNoFolderStays();
  }
}
