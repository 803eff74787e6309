package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandIT {

  private static final String RULES =
      """
      alerts:
        - name: hot
          conditions: [{metric: heat, threshold: 10, window: 1m}]
      """;

  private static final String TEST =
      """
      rule_files: [rules.yaml]
      tests:
        - name: heat is told
          interval: 30s
          series: [{series: 'heat{room="a"}', values: "9 11"}]
          expect: [{at: %s, alert: hot, state: firing, labels: {room: a}}]
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeRules() throws IOException {
    write("rules.yaml", RULES);
  }

  @Test
  void aTestThatPassesIsALine() throws IOException {
    write("good.test.yaml", TEST.formatted("30s"));
    Ran ran = test();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out().lines())
        .containsExactly(
            "ok    " + folder.resolve("good.test.yaml") + ": heat is told", "1 test, all passed");
  }

  @Test
  void aTestThatFailsShowsTheExpectedBesideTheActual() throws IOException {
    write("bad.test.yaml", TEST.formatted("0s"));
    Ran ran = test();
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out().lines())
        .hasSize(5)
        .startsWith("FAIL  " + folder.resolve("bad.test.yaml") + ": heat is told")
        .endsWith("1 test, 1 failed")
        .anyMatch(line -> line.matches(" {8}expected +\\|   actual"))
        .anyMatch(line -> line.matches(" {6}- 0s firing hot.* \\|"))
        .anyMatch(line -> line.matches(" {6} +\\| \\+ 30s firing hot.*"));
  }

  @Test
  void whatCannotBeReadIsCountedBesideWhatRan() throws IOException {
    write("good.test.yaml", TEST.formatted("30s"));
    write("broken.test.yaml", "rule_files: [rules.yaml]\ntets: []\n");
    Ran ran = test();
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out())
        .contains("broken.test.yaml:2:1: ")
        .endsWith("1 test, all passed; 1 file could not be read" + System.lineSeparator());
  }

  @Test
  void whereNothingCanBeReadNoTestHasPassed() throws IOException {
    write("broken.test.yaml", "rule_files: [rules.yaml]\ntets: []\n");
    Ran ran = test();
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out())
        .endsWith("no test ran; 1 file could not be read" + System.lineSeparator());
  }

  @Test
  void aProblemInTheRulesIsToldWithItsPlace() throws IOException {
    write("rules.yaml", "alerts:\n  - nam: x\n");
    write("good.test.yaml", TEST.formatted("30s"));
    Ran ran = test();
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).contains("rules.yaml:2:5: ").contains("no test ran; 1 file");
  }

  @Test
  void aFolderWithoutATestIsAFinding() {
    Ran ran = test();
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).contains("*.test.yaml").endsWith("no test ran" + System.lineSeparator());
  }

  private Ran test() {
    return Ran.pointsman("test", folder.toString());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
