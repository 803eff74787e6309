package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.yaml.BadFile;
import dev.pointsman.yaml.Problem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bad documents of bad-config.txt; after each, behind {@code !!!}, every problem it has. */
class ConfigProblemsTest {

  static Stream<BadFile> badFiles() throws IOException {
    return BadFile.in(ConfigProblemsTest.class, "bad-config.txt");
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void everyProblemIsReportedAtItsPlace(BadFile file) {
    assertThat(problems(Map.of("bad.yaml", file.yaml())))
        .containsExactlyElementsOf(
            file.problems().stream().map(each -> "bad.yaml:" + each).toList());
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void aDocumentWithAProblemIsNotToBeUsed(BadFile file) {
    ConfigResult result = ConfigLoader.loadTexts(Map.of("bad.yaml", file.yaml()));

    assertThat(result.succeeded()).isFalse();
    assertThatThrownBy(result::config).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSectionThatStandsInTwoFilesNamesTheFirst() {
    var files = new LinkedHashMap<String, String>();
    files.put("a.yaml", "recovery: {rto: 1h}\n");
    files.put("b.yaml", "retry: {}\nrecovery: {rto: 2h}\n");

    assertThat(problems(files))
        .containsExactly("b.yaml:2:1: duplicate section \"recovery\", first at a.yaml:1:1");
  }

  @Test
  void aRegionOfAnotherFileIsKnown() {
    var files = new LinkedHashMap<String, String>();
    files.put("a.yaml", "load_balancer: {endpoints: [{region: us-west-3}]}\n");
    files.put("b.yaml", "regions: {primary: {name: us-west-2}}\n");

    assertThat(problems(files))
        .containsExactly(
            "a.yaml:1:38: no region is called \"us-west-3\": did you mean \"us-west-2\"? the"
                + " regions are us-west-2");
  }

  @Test
  void withoutRegionsTheirNamesAreNotHeldAgainstAnything() {
    assertThat(problems(Map.of("a.yaml", "load_balancer: {endpoints: [{region: us-west-3}]}\n")))
        .isEmpty();
  }

  private static List<String> problems(Map<String, String> files) {
    return ConfigLoader.loadTexts(files).problems().stream().map(Problem::toString).toList();
  }
}
