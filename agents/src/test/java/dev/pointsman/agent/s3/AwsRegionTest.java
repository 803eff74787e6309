package dev.pointsman.agent.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsRegionTest {

  private Path home;
  private Path profiles;

  @BeforeEach
  void writeProfiles(@TempDir Path folder) throws IOException {
    home = folder;
    profiles = Files.createDirectory(folder.resolve(".aws")).resolve("config");
    Files.writeString(
        profiles, "[default]\nregion = us-east-1\n[profile backup]\nregion = us-west-2\n");
  }

  @Test
  void theVariableGoesBeforeTheProfile() {
    assertThat(AwsRegion.find(Map.of("AWS_REGION", " eu-west-1 ", "HOME", home.toString())))
        .isEqualTo("eu-west-1");
    assertThat(AwsRegion.find(Map.of("AWS_REGION", "", "HOME", home.toString())))
        .isEqualTo("us-east-1");
  }

  @Test
  void aProfileIsFoundByItsNameAndItsFile() {
    String home = this.home.toString();
    assertThat(AwsRegion.find(Map.of("HOME", home, "AWS_PROFILE", "backup")))
        .isEqualTo("us-west-2");
    assertThat(AwsRegion.find(Map.of("HOME", home, "AWS_PROFILE", "other"))).isNull();
    assertThat(AwsRegion.find(Map.of("AWS_CONFIG_FILE", profiles.toString())))
        .isEqualTo("us-east-1");
  }

  @Test
  void whereNothingNamesOneThereIsNone() {
    assertThat(AwsRegion.find(Map.of())).isNull();
    assertThat(AwsRegion.find(Map.of("HOME", home.resolve("nobody").toString()))).isNull();
  }

  @Test
  void profilesThatCannotBeReadAreNamed() throws IOException {
    Files.writeString(profiles, "region = us-east-1\n");
    assertThatThrownBy(() -> AwsRegion.find(Map.of("HOME", home.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the profiles in " + profiles + " cannot be read: ");
  }
}
