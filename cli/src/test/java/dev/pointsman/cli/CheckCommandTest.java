package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  private static final String GOOD =
      """
      alerts:
        - name: slow
          conditions: [{metric: replication_lag, threshold: 1000, window: 2m}]
      """;

  private Path folder;

  @BeforeEach
  void setFolder(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void goodRulesAreCounted() throws IOException {
    write("good.yaml", GOOD);
    Ran ran = check();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains("good.yaml:3:")
        .contains(" (a notice, not a problem)")
        .endsWith("1 rule in 1 file, no problems" + System.lineSeparator());
  }

  @Test
  void everyProblemIsPrinted() throws IOException {
    write("good.yaml", GOOD);
    write("bad.yaml", "alerts:\n  - name: a\n    severty: x\n");
    Ran ran = check();
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out())
        .contains("bad.yaml:3:5: ", "bad.yaml:2:5: ")
        .endsWith("2 problems" + System.lineSeparator());
  }

  @Test
  void aFileThatIsNotThereIsAProblem() {
    Ran ran = Ran.pointsman("check", folder.resolve("none.yaml").toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).contains("none.yaml");
  }

  @Test
  void jsonHoldsPlaces() throws IOException {
    write("bad.yaml", "alerts:\n  - name: a\n    severty: x\n");
    Ran ran = Ran.pointsman("check", "--json", folder.toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(ran.out());
    assertThat(json.at("/files").asInt()).isEqualTo(1);
    assertThat(json.at("/problems/1/line").asInt()).isEqualTo(3);
    assertThat(json.at("/problems/1/message").asText()).contains("severity");
  }

  private Ran check() {
    return Ran.pointsman("check", folder.toString());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
