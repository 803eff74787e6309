package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class PointsmanTest {

  @Command(name = "fails")
  private static final class Failing implements Callable<Integer> {

    @Override
    public Integer call() {
      throw new IllegalStateException("the disk is full");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "check --help",
        "test --help",
        "backtest --help",
        "run --help",
        "demo --help",
        "probe --help",
        "collect --help",
        "submit --help",
        "help",
        "help run",
        "rules --help",
        "rules apply --help",
        "rules list -h",
        "rules delete --help"
      })
  void everyCommandHelps(String line) {
    Ran ran = Ran.pointsman(line.split(" "));
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith("Usage: pointsman").contains("Exit codes:", "--debug");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "check --version", "rules apply -V"})
  void everyCommandTellsTheVersion(String line) {
    Ran ran = Ran.pointsman(line.split(" "));
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).startsWith("pointsman 0.1");
  }

  @Test
  void runWithoutRulesSaysHowToNameThem() {
    Ran ran = Ran.pointsman("run"); // where the tests run there is no folder alert-rules
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("there are no rules: there is no folder ", "alert-rules; --rules says where");
  }

  @Test
  void helpListsTheCommands() {
    assertThat(Ran.pointsman("--help").out()).contains("  check ", "  rules ", "'pointsman bench'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --kafka-port -1",
        "run --web-port 65536",
        "run --metrics-port x",
        "run --inbox-port 70000",
        "run --partitions 0",
        "run --parallelism 0"
      })
  void aNumberThatCannotBeIsWrongUsageAndStartsNothing(String line) {
    Ran ran = Ran.pointsman(line.split(" "));
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(line.split(" ")[1], "Try 'pointsman run --help'.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chekc x", "check", "check --nonsense x", "rules", "rules apply x", ""})
  void wrongUsageIsTwoAndPointsToHelp(String line) {
    Ran ran = Ran.pointsman(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("pointsman: ").contains("Try 'pointsman");
  }

  @Test
  void aMisspelledCommandIsGuessed() {
    assertThat(Ran.pointsman("chekc", "x").err()).contains("check");
  }

  @Test
  void aFailureIsOneLine() {
    Ran ran = Ran.with(Map.of("fails", new Failing()), "fails");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).isEqualTo("pointsman: the disk is full" + System.lineSeparator());
  }

  @Command(name = "fails-twice")
  private static final class FailingTwice implements Callable<Integer> {

    @Override
    public Integer call() {
      throw new IllegalStateException("the disk is full\nthe port is taken");
    }
  }

  @Test
  void eachLineOfAFailureSaysWhoseItIs() {
    Ran ran = Ran.with(Map.of("fails", new FailingTwice()), "fails");
    assertThat(ran.err().lines())
        .containsExactly("pointsman: the disk is full", "pointsman: the port is taken");
  }

  @Test
  void debugShowsWhereAFailureComesFrom() {
    Ran ran = Ran.with(Map.of("fails", new Failing()), "--debug", "fails");
    assertThat(ran.err()).contains("IllegalStateException").contains("at dev.pointsman");
    assertThat(Ran.with(Map.of("fails", new Failing()), "fails", "--debug").err())
        .contains("at dev.pointsman");
  }

  @Test
  void backtestTakesRulesAndEvents() {
    var requested = new AtomicReference<BacktestCommand.Request>();
    var command =
        new BacktestCommand(
            (request, out, err) -> {
              requested.set(request);
              return 0;
            });
    Ran ran =
        Ran.with(
            Map.of("replay", command),
            "replay --rules a.yaml b --events e.ndjson --out o.ndjson --temp t".split(" "));
    assertThat(ran.exitCode()).isZero();
    assertThat(requested.get())
        .isEqualTo(
            new BacktestCommand.Request(
                List.of(Path.of("a.yaml"), Path.of("b")),
                Path.of("e.ndjson"),
                Path.of("o.ndjson"),
                Path.of("t")));
  }

  @Test
  void aFailedRuleTestIsAFinding() {
    assertThat(
            Ran.with(Map.of("try", new TestCommand((paths, out) -> false)), "try", "x").exitCode())
        .isEqualTo(1);
  }
}
