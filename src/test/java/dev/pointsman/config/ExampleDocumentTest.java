package dev.pointsman.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.rule.yaml.RuleLoader;
import dev.pointsman.yaml.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The example that the documentation shows. */
class ExampleDocumentTest {

  private static final Path EXAMPLE = Path.of("..", "docs", "examples", "high-availability.yaml");

  @Test
  void hasAllThatAgentsNeedAndNothingThatIsWorthANotice() {
    ConfigResult result = ConfigLoader.load(List.of(EXAMPLE));

    assertThat(result.problems()).isEmpty();
    assertThat(result.notices()).isEmpty();
    for (AgentKind agent : AgentKind.values()) {
      assertThat(result.missing(agent)).isEmpty();
    }
  }

  @Test
  void hasEverySection() {
    assertThat(ConfigLoader.load(List.of(EXAMPLE)).sectionCount())
        .isEqualTo(HighAvailabilityConfig.SECTIONS.size());
  }

  @Test
  void hasRulesInItToo() {
    Sources sources = Sources.read(List.of(EXAMPLE));

    assertThat(RuleLoader.load(sources).rules().size()).isEqualTo(2);
    assertThat(ConfigLoader.load(sources).problems()).isEmpty();
  }

  @Test
  void placesEveryKindOfCheck() {
    HighAvailabilityConfig config = ConfigLoader.load(List.of(EXAMPLE)).config();

    assertThat(Objects.requireNonNull(config.healthChecks()).endpoints())
        .extracting(each -> each.name() + " " + each.region())
        .containsExactly(
            "api us-west-2",
            "api us-east-1",
            "api eu-west-1",
            "database us-west-2",
            "database us-east-1",
            "cache us-west-2",
            "cache us-east-1",
            "cache eu-west-1",
            "admin us-west-2",
            "mail null",
            "name null",
            "orders us-west-2",
            "orders us-east-1",
            "orders eu-west-1");
  }
}
