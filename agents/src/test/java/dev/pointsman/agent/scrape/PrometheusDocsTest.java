package dev.pointsman.agent.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.pointsman.config.ConfigLoader;
import dev.pointsman.config.ConfigResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documentation shows is what works. */
class PrometheusDocsTest {

  private static final Path ROOT = Path.of("..");

  @Test
  void theExamplesAreSound() throws IOException {
    List<String> examples = found("(?s)```yaml\n((?:scrape|remote_write):.*?)```", text());
    assertThat(examples).hasSize(2);
    for (String example : examples) {
      ConfigResult result = ConfigLoader.loadTexts(Map.of("example.yaml", example));
      assertThat(result.problems()).isEmpty();
      assertThat(result.sectionCount()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"service-mesh", "autoscaling", "circuit-breaker"})
  void whatIsSentAndTakenIsWhatThePackNeeds(String pack) throws IOException {
    String rules = Files.readString(ROOT.resolve("alert-rules").resolve(pack + ".yaml"));
    String sent = found("regex: (\\S+)", text()).get(0);
    String packs = Files.readString(ROOT.resolve("docs").resolve("rule-packs.md"));
    List<String> metrics = found("\\{metric: (\\w+)", rules);
    List<String> taken = keptOfWhatIsSent();
    assertThat(metrics)
        .isNotEmpty()
        .allMatch(each -> Pattern.matches(sent, each))
        .allMatch(each -> taken.stream().anyMatch(keep -> Pattern.matches(keep, each)))
        .allMatch(each -> packs.contains("`" + each + "`"));
  }

  private static List<String> keptOfWhatIsSent() throws IOException {
    String example = found("(?s)```yaml\n(remote_write:\n  listen.*?)```", text()).get(0);
    ConfigResult result = ConfigLoader.loadTexts(Map.of("example.yaml", example));
    return Objects.requireNonNull(result.config().remoteWrite()).metrics().keep();
  }

  private static String text() throws IOException {
    return Files.readString(ROOT.resolve("docs").resolve("agents").resolve("prometheus.md"));
  }

  private static List<String> found(String pattern, String text) {
    return java.util.regex.Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult each) -> each.group(1))
        .toList();
  }
}
