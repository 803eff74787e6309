package dev.pointsman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.cli.embedded.CannotStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run} makes of a configuration before anything starts. */
class LocalAgentTest {

  private static final Path REFERENCE =
      Path.of("..", "src/test/resources/dev/pointsman/rule/yaml/reference.yaml");

  private final List<String> said = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void theReferenceDocumentAsItStandsIsNoObstacle() {
    assertThat(LocalAgent.of(List.of(REFERENCE), Map.of(), said::add)).isNotNull();
    assertThat(said)
        .anyMatch(each -> each.contains("pointsman probe needs the base_url of us-west-2"))
        .anyMatch(each -> each.contains("pointsman collect needs the addresses of the cache"))
        .anyMatch(each -> each.contains("the prefix or the key_pattern of full backups"))
        .allMatch(each -> each.startsWith("note: " + REFERENCE + ":"));
  }

  @Test
  void aBucketThatNobodyKnowsWhereItIsIsLeftOut() throws IOException {
    Path file =
        write(
            "backup.yaml",
            """
            backup:
              schedule: {full: {frequency: daily}}
              storage: {type: s3, bucket: backups}
            """);
    assertThat(LocalAgent.of(List.of(file), Map.of(), said::add)).isEmpty();
    assertThat(said)
        .containsExactly(
            "note: "
                + file
                + ":3:31: region: pointsman collect needs it for the bucket: write it here, or set"
                + " AWS_REGION");
    assertThat(LocalAgent.of(List.of(file), Map.of("AWS_REGION", "eu-west-1"), said::add))
        .hasSize(1);
    assertThat(said).hasSize(1);
  }

  @Test
  void aConfigurationMayBeInSeveralFilesOrAFolder() throws IOException {
    Path regions =
        write("a.yaml", "regions: {primary: {name: a, base_url: 'http://127.0.0.1:1'}}\n");
    Path checks = write("b.yaml", "health_checks: {endpoints: [{name: api, url: /health}]}\n");
    assertThat(LocalAgent.of(List.of(regions, checks), Map.of(), said::add)).hasSize(1);
    assertThat(LocalAgent.of(List.of(folder), Map.of(), said::add)).hasSize(1);
    assertThat(said).isEmpty();
  }

  @Test
  void whatIsWrongIsRefused() throws IOException {
    Path file = write("ha.yaml", "cache: {type: redis, adresses: [a]}\n");
    assertThatThrownBy(() -> LocalAgent.of(List.of(file), Map.of(), said::add))
        .isInstanceOf(CannotStartException.class)
        .hasMessageStartingWith(file + ":1:22: unknown key");
  }

  private Path write(String name, String yaml) throws IOException {
    return Files.writeString(folder.resolve(name), yaml);
  }
}
