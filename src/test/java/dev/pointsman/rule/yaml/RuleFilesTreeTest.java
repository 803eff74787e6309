package dev.pointsman.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.yaml.Notice;
import dev.pointsman.yaml.Problem;
import dev.pointsman.yaml.YamlDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RuleFilesTreeTest {

  private static final String RULE = "alerts: [{name: a, conditions: [{metric: x, threshold: 1}]}]";

  @TempDir private Path folder;

  @Test
  void aPipeInAFolderIsPassedOver() throws Exception {
    Files.writeString(folder.resolve("a.yaml"), RULE);
    pipe("b.yaml");

    LoadResult result = RuleLoader.load(List.of(folder));

    assertThat(result.rules().size()).isEqualTo(1);
    assertThat(result.notices())
        .containsExactly(
            new Notice(folder.resolve("b.yaml").toString(), 1, 1, "skipped: not a regular file"));
  }

  @Test
  void aPipeThatIsNamedIsAProblem() throws Exception {
    assertThat(messages(pipe("b.yaml"))).containsExactly("expected a regular file or a folder");
  }

  @Test
  void aDeviceThatNeverEndsIsAProblem() {
    assertThat(messages(Path.of("/dev/zero")))
        .containsExactly("expected a regular file or a folder");
  }

  @Test
  void aFileThatIsTooLargeIsAProblem() throws IOException {
    byte[] spaces = new byte[YamlDocuments.MAX_LENGTH + 1];
    Arrays.fill(spaces, (byte) ' ');
    Path large = Files.write(folder.resolve("large.yaml"), spaces);

    assertThat(messages(large))
        .containsExactly("expected a file of 3000000 bytes at most, not 3000001");
  }

  @Test
  void aLinkToItselfIsAProblemInPlainWords() throws IOException {
    Path link = folder.resolve("a.yaml");
    Files.createSymbolicLink(link, link);

    assertThat(messages(folder))
        .singleElement()
        .asString()
        .startsWith("cannot be read: too many levels of symbolic links")
        .doesNotContain("java", "Exception");
  }

  @Test
  void aLinkToNowhereIsAProblem() throws IOException {
    Files.createSymbolicLink(folder.resolve("a.yaml"), folder.resolve("gone.yaml"));

    assertThat(messages(folder)).containsExactly("no such file or folder");
  }

  private Path pipe(String name) throws IOException, InterruptedException {
    Path pipe = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private static List<String> messages(Path path) {
    return RuleLoader.load(List.of(path)).problems().stream().map(Problem::message).toList();
  }
}
