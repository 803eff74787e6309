package dev.pointsman.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.yaml.BadFile;
import dev.pointsman.yaml.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bad files of bad-rules.txt; after each, behind {@code !!!}, every problem it has. */
class RuleProblemsTest {

  static Stream<BadFile> badFiles() throws IOException {
    return BadFile.in(RuleProblemsTest.class, "bad-rules.txt");
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void everyProblemIsReportedAtItsPlace(BadFile file) {
    LoadResult result = RuleLoader.loadTexts(Map.of("bad.yaml", file.yaml()));

    assertThat(result.problems().stream().map(Problem::toString))
        .containsExactlyElementsOf(
            file.problems().stream().map(each -> "bad.yaml:" + each).toList());
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void aFileWithAProblemHasNoRulesToUse(BadFile file) {
    LoadResult result = RuleLoader.loadTexts(Map.of("bad.yaml", file.yaml()));

    assertThat(result.succeeded()).isFalse();
    assertThatThrownBy(result::rules).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void deepNestingIsRefusedAtItsPlace() {
    String yaml = "alerts: " + "[".repeat(100_000);

    assertThat(problems(yaml))
        .containsExactly("bad.yaml:1:68: not YAML: nested deeper than 60 levels");
  }

  @Test
  void aliasesThatMultiplyAreRefused() {
    var yaml = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 100; i++) {
      yaml.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(problems(yaml.toString()))
        .containsExactly(
            "bad.yaml:27:12: not YAML: Number of aliases for non-scalar nodes exceeds the specified"
                + " max=50");
  }

  @Test
  void aCharacterThatYamlForbidsIsReportedAtItsPlace() {
    assertThat(problems("a: b\nc: é\u0001"))
        .containsExactly("bad.yaml:2:5: not YAML: the character U+0001 may not stand here");
  }

  private static List<String> problems(String yaml) {
    return RuleLoader.loadTexts(Map.of("bad.yaml", yaml)).problems().stream()
        .map(Problem::toString)
        .toList();
  }
}
