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

  private static final Path REFERENCE =
      Path.of("..", "src/test/resources/dev/pointsman/rule/yaml/reference.yaml");
  private static final Path EXAMPLE = Path.of("..", "docs/examples/high-availability.yaml");

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
  void whatAnAgentWillLookForAndIsNotHereIsANotice() throws IOException {
    write(
        "ha.yaml",
        """
        health_checks:
          endpoints:
            - name: a
              url: https://a.example.com
              headers: {X-Key: {env: POINTSMAN_TEST_NOT_SET}}
              tls: {ca_file: none.pem}
        """);
    Ran ran = check();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains(
            "ha.yaml:5:30: X-Key: the variable POINTSMAN_TEST_NOT_SET is not set; pointsman probe"
                + " needs it where it runs (a notice, not a problem)",
            "ha.yaml:6:22: ca_file: there is no file "
                + folder.resolve("none.pem")
                + "; pointsman probe needs it where it runs (a notice, not a problem)");
  }

  @Test
  void aFileOfWhichNothingIsReadIsAProblem() throws IOException {
    write("empty.yaml", "# nothing\n");
    write("misspelled.yaml", "kafka: {}\nregoins: {}\n");
    write("rules.yaml", "alrets: []\n");
    Ran ran = check();
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out().lines().filter(each -> !each.contains(" is not read: ")))
        .map(each -> each.replace(folder + "/", ""))
        .containsExactly(
            "empty.yaml:1:1: nothing is read of this file: it has no rules and no section",
            "misspelled.yaml:1:1: nothing is read of this file: it has no rules and no section;"
                + " \"regoins\": did you mean \"regions\"?",
            "rules.yaml:1:1: nothing is read of this file: it has no rules and no section;"
                + " \"alrets\": did you mean \"alerts\"?",
            "3 problems");
  }

  @Test
  void whatElseIsInAFolderIsNoProblemWhereItIsNotNamed() throws IOException {
    write("good.yaml", GOOD);
    write("compose.yaml", "services: {}\n");
    write("metrics.yaml", "metrics: [{metric: x}]\n");
    assertThat(check().exitCode()).isZero();
    String other = folder.resolve("compose.yaml").toString();
    Ran ran = Ran.pointsman("check", folder.toString(), other);
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).contains(other + ":1:1: nothing is read of this file");
    assertThat(Ran.pointsman("check", folder.resolve("metrics.yaml").toString()).exitCode())
        .isZero();
  }

  @Test
  void rulesAndSectionsAreCountedTogether() throws IOException {
    write("good.yaml", GOOD + "recovery: {rto: 4h}\n");
    write("more.yaml", "cache: {type: redis}\n");
    Ran ran = check();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).endsWith(summary("1 rule and 2 sections in 2 files, no problems"));
  }

  @Test
  void theReferenceDocumentIsAcceptedAsItStands() throws IOException {
    write("ha.yaml", Files.readString(REFERENCE));
    Ran ran = check();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).endsWith(summary("2 rules and 14 sections in 1 file, no problems"));
  }

  @Test
  void theReferenceDocumentIsAcceptedWithEachSectionInAFileOfItsOwn() throws IOException {
    for (String section : Files.readString(REFERENCE).split("\n(?=[a-z])")) {
      write(section.substring(0, section.indexOf(':')) + ".yaml", section + "\n");
    }
    Ran ran = check();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).endsWith(summary("2 rules and 14 sections in 15 files, no problems"));
  }

  @Test
  void theExampleIsAcceptedWithoutANoticeAboutItsSections() {
    Ran ran = Ran.pointsman("check", EXAMPLE.toString());
    assertThat(ran.exitCode()).isZero();
    assertThat(
            ran.out()
                .lines()
                .filter(each -> !each.contains(" is taken as "))
                .filter(each -> !each.contains(" needs it where it runs ")))
        .singleElement()
        .asString()
        .startsWith("2 rules and ")
        .endsWith(" sections in 1 file, no problems");
  }

  @Test
  void sectionsAloneAreCounted() throws IOException {
    write("more.yaml", "cache: {type: redis}\n");
    assertThat(check().out()).endsWith(summary("1 section in 1 file, no problems"));
  }

  @Test
  void problemsOfRulesAndSectionsComeInTheOrderOfTheirPlaces() throws IOException {
    write("a.yaml", "regions: {prmary: {}}\nalerts:\n  - name: a\nrecovery: {rto: 4}\n");
    write("b.yaml", "retry: 5\n");
    Ran ran = check();
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out().lines())
        .map(each -> each.replace(folder + "/", "").replaceAll("(\\d): .*", "$1"))
        .containsExactly("a.yaml:1:11", "a.yaml:3:5", "a.yaml:4:17", "b.yaml:1:8", "4 problems");
  }

  @Test
  void aMistakeInTheSyntaxIsSaidOnce() throws IOException {
    write("a.yaml", "alerts: [\n");
    write("b.yaml", "- a list\n");
    assertThat(check().out().lines()).hasSize(3).last().isEqualTo("2 problems");
  }

  @Test
  void whatAnAgentWouldNeedIsANotice() throws IOException {
    write("a.yaml", "health_checks: {endpoints: [{name: api, url: /health}]}\n");
    Ran ran = check();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .contains(
            "a.yaml:1:46: pointsman probe needs the section regions, with a base_url in each region,"
                + " for /health (a notice, not a problem)");
  }

  @Test
  void jsonHoldsCounts() throws IOException {
    write("good.yaml", GOOD + "recovery: {rto: 4h}\n");
    JsonNode json =
        new ObjectMapper().readTree(Ran.pointsman("check", "--json", folder.toString()).out());
    assertThat(json.at("/files").asInt()).isEqualTo(1);
    assertThat(json.at("/rules").asInt()).isEqualTo(1);
    assertThat(json.at("/sections").asInt()).isEqualTo(1);
    assertThat(json.at("/problems").size()).isZero();
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

  private static String summary(String text) {
    return text + System.lineSeparator();
  }

  private Ran check() {
    return Ran.pointsman("check", folder.toString());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
