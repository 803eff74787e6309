package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandIT {

  private static final String RULES =
      """
      alerts:
        - name: hot
          conditions: [{metric: heat, threshold: 10, window: 1m}]
      """;

  private static final String EVENTS =
      """
      {"metric":"heat","labels":{"room":"a"},"value":11,"timestamp":1700000000000}
      nonsense
      {"metric":"heat","labels":{"room":"a"},"timestamp":1700000001000}
      {"metric":"heat","labels":{"room":"a"},"value":9,"timestamp":1700000002000}
      """;

  @TempDir private Path folder;

  @Test
  void transitionsAreLinesOfJson() throws IOException {
    Ran ran = backtest(events());
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out().lines()).hasSize(2);
    assertThat(ran.out().lines().toList().get(0)).startsWith("{").contains("hot", "firing");
    assertThat(ran.out().lines().toList().get(1)).startsWith("{").contains("hot", "resolved");
  }

  @Test
  void rejectedLinesAreCountedAndShownApartFromTheTransitions() throws IOException {
    Ran ran = backtest(events());
    assertThat(ran.err().lines().toList())
        .hasSize(5)
        .anyMatch(line -> line.startsWith("4 events, 2 transitions, in "))
        .anyMatch(line -> line.startsWith("rejected 1: "))
        .anyMatch(line -> line.startsWith("  events.ndjson:2: "))
        .anyMatch(line -> line.startsWith("  events.ndjson:3: "));
  }

  @Test
  void theTransitionsGoToTheFileThatIsNamed() throws IOException {
    Path events = events();
    Path out = folder.resolve("transitions.ndjson");
    Ran ran = backtest(events, "--out", out.toString());
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(Files.readString(out)).isEqualTo(backtest(events).out());
  }

  @Test
  void anOutputWhoseFolderIsMissingIsRefusedBeforeTheRun() throws IOException {
    Path missing = folder.resolve("none");
    Ran ran = backtest(events(), "--out", missing.resolve("transitions.ndjson").toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().strip()).isEqualTo("pointsman: no such folder: " + missing);
  }

  @Test
  void theTransitionsAreNotWrittenOverTheEvents() throws IOException {
    Path events = events();
    String before = Files.readString(events);
    Path link = Files.createSymbolicLink(folder.resolve("link.ndjson"), events);
    Ran ran = backtest(events, "--out", link.toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains(link + ": the transitions would be written over " + events);
    assertThat(events).hasContent(before);
  }

  @Test
  void aFileOfWhichNoLineIsAnEventIsAFailure() throws IOException {
    Path events = Files.writeString(folder.resolve("events.txt"), "one\ntwo\n");
    Ran ran = backtest(events);
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("rejected 2: ", events + ": none of its lines is an event");
  }

  @Test
  void aFileThatIsCompressedOtherwiseIsRefused() throws IOException {
    Path events = Files.writeString(folder.resolve("events.xz"), "x");
    Ran ran = backtest(events);
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains(events + ": only plain files, .gz and .zst can be read");
  }

  @Test
  void anOutputThatIsAFolderIsRefusedBeforeTheRun() throws IOException {
    Ran ran = backtest(events(), "--out", folder.toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().strip()).isEqualTo("pointsman: " + folder + " is a folder");
  }

  @Test
  void eventsThatAreNoFileAreToldApart() throws IOException {
    Path none = folder.resolve("none.ndjson");
    assertThat(backtest(none).exitCode()).isEqualTo(1);
    assertThat(backtest(none).err().strip()).isEqualTo("pointsman: no such file: " + none);
    assertThat(backtest(folder).exitCode()).isEqualTo(1);
    assertThat(backtest(folder).err().strip()).isEqualTo("pointsman: " + folder + " is a folder");
  }

  @Test
  void aPipeIsRefusedWithWhatToDoInstead() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Ran ran = backtest(pipe);
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().strip())
        .isEqualTo(
            "pointsman: "
                + pipe
                + ": a pipe or a device cannot be read: write the events to a file first");
  }

  @Test
  void eventsWithoutANameAreWrongUsage() throws IOException {
    Ran ran = backtest(Path.of(""));
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).startsWith("pointsman: --events must name a file");
  }

  @Test
  void aProblemInTheRulesRunsNothing() throws IOException {
    Path rules = Files.writeString(folder.resolve("bad.yaml"), "alerts:\n  - nam: x\n");
    Ran ran =
        Ran.pointsman("backtest", "--rules", rules.toString(), "--events", events().toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("bad.yaml:2:5: ");
  }

  private Path events() throws IOException {
    return Files.writeString(folder.resolve("events.ndjson"), EVENTS);
  }

  private Ran backtest(Path events, String... options) throws IOException {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
    var line =
        new ArrayList<>(
            List.of("backtest", "--rules", rules.toString(), "--events", events.toString()));
    line.addAll(List.of(options));
    return Ran.pointsman(line.toArray(String[]::new));
  }
}
