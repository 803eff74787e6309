package dev.pointsman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.cli.embedded.CannotStartException;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {

  private final Path folder;
  private final RecordingRules live = new RecordingRules();
  private final List<String> reported = new ArrayList<>();
  private final RuleFiles files;

  RuleFilesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.files = new RuleFiles(List.of(folder), live, reported::add);
    Files.writeString(folder.resolve("a.yaml"), rule("first", 3));
  }

  @Test
  void aSavedChangeIsLiveOnceTheFilesHaveComeToRest() throws Exception {
    files.look();
    assertThat(live.names()).isEmpty();
    files.look();
    assertThat(live.names()).containsExactly("first");

    Files.writeString(folder.resolve("b.yml"), rule("second", 3));
    files.look();
    files.look();
    assertThat(live.names()).containsExactly("first", "second");
  }

  @Test
  void aFileReplacedByRenameIsSeen() throws Exception {
    lookTwice();
    Path next = Files.writeString(folder.resolve("a.yaml.swp"), rule("renamed", 3));
    Files.move(next, folder.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);
    lookTwice();
    assertThat(live.names()).containsExactly("renamed");
  }

  @Test
  void aBrokenChangeIsReportedOnceAndChangesNothing() throws Exception {
    lookTwice();
    Files.writeString(folder.resolve("a.yaml"), "alerts:\n  - name: 'no good'\n");
    lookTwice();
    lookTwice();
    assertThat(live.names()).containsExactly("first");
    assertThat(reported).anyMatch(line -> line.contains("a.yaml:2:"));
    assertThat(reported).filteredOn(line -> line.equals("the rules stay as they were")).hasSize(1);
  }

  @Test
  void filesThatStayTheSameAreLeftAlone() throws Exception {
    lookTwice();
    lookTwice();
    assertThat(live.changes).isEqualTo(1);
  }

  @Test
  void problemsAtTheStartAreAllNamed() throws IOException {
    Files.writeString(folder.resolve("b.yaml"), "alerts:\n  - name: 7up\n  - name: x\n");
    assertThatThrownBy(() -> RuleFiles.require(List.of(folder)))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("b.yaml:2:")
        .hasMessageContaining("b.yaml:3:");
  }

  private void lookTwice() throws InterruptedException {
    files.look();
    files.look();
  }

  private static String rule(String name, int threshold) {
    return """
        alerts:
          - name: %s
            conditions:
              - {metric: health_check, threshold: %d}
        """
        .formatted(name, threshold);
  }

  private static final class RecordingRules implements LiveRules {

    private RuleSet rules = RuleSet.EMPTY;
    private int changes;

    @Override
    public RuleChange become(RuleSet wanted) {
      changes++;
      rules = wanted;
      return new RuleChange(wanted.size(), names(), List.of(), List.of());
    }

    List<String> names() {
      return rules.rules().stream().map(AlertRule::name).toList();
    }
  }
}
