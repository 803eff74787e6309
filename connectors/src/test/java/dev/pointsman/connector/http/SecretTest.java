package dev.pointsman.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {

  @Test
  void aSecretDoesNotShowItself() {
    Secret secret = Secret.of("xoxb-1234/5");
    assertThat(secret.toString()).doesNotContain("xoxb");
    assertThat(secret.reveal()).isEqualTo("xoxb-1234/5");
    assertThat(secret.hideIn("no token xoxb-1234/5 or xoxb-1234%2F5 here"))
        .isEqualTo("no token (secret) or (secret) here");
  }

  @Test
  void aSecretComesFromAVariableOrFromAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "from-file\n");
    assertThat(revealed(Map.of("TOKEN", " from-variable "))).isEqualTo("from-variable");
    assertThat(revealed(Map.of("TOKEN_FILE", file.toString()))).isEqualTo("from-file");
    assertThat(Secret.from(Map.of(), "TOKEN")).isNull();
  }

  @Test
  void whatIsWrongIsSaidWithoutTheSecret(@TempDir Path folder) {
    String missing = folder.resolve("missing").toString();
    assertThatThrownBy(() -> Secret.from(Map.of("TOKEN", "a", "TOKEN_FILE", missing), "TOKEN"))
        .hasMessage("both TOKEN and TOKEN_FILE are set: which one is meant?");
    assertThatThrownBy(() -> Secret.from(Map.of("TOKEN_FILE", missing), "TOKEN"))
        .hasMessageContaining(missing);
    assertThatThrownBy(() -> Secret.from(Map.of("TOKEN", ""), "TOKEN"))
        .hasMessage("TOKEN: a secret is empty");
    assertThatThrownBy(() -> Secret.from(Map.of("TOKEN", "two\nlines"), "TOKEN"))
        .hasMessageContaining("printable ASCII")
        .hasMessageNotContaining("two");
  }

  @Test
  void blanksMayStandWithinASecretButNotAroundIt() {
    assertThat(Secret.of("Bearer opensesame").reveal()).isEqualTo("Bearer opensesame");
    assertThatThrownBy(() -> Secret.of("opensesame ")).hasMessageContaining("a blank around it");
  }

  private static String revealed(Map<String, String> environment) {
    return Objects.requireNonNull(Secret.from(environment, "TOKEN")).reveal();
  }

  @Test
  void aShortOneIsHiddenWhereItStandsAloneAndNotWithinAnotherWord() {
    assertThat(Secret.of("tok").hideIn("tok is wrong, see \"tok\", /etc/token and rs.tokens"))
        .isEqualTo("(secret) is wrong, see \"(secret)\", /etc/token and rs.tokens");
  }
}
