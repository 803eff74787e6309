package dev.pointsman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--listen nonsense",
        "--listen 127.0.0.1:65536",
        "--listen :9281",
        "--listen 127.0.0.1:",
        "--queue-mib 0",
        "--queue-mib much"
      })
  void anOptionThatCannotBeIsWrongUsageAndStartsNothing(String line) {
    String[] option = line.split(" ");
    Ran ran = Ran.pointsman("collect", "--config", "ha.yaml", option[0], option[1]);
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(option[0], "Try 'pointsman collect --help'.");
  }

  @Test
  void aConfigurationIsNeeded() {
    Ran ran = Ran.pointsman("collect", "--observer", "o");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("--config");
  }

  @Test
  void aConfigurationThatIsNotThereIsSaid() {
    Ran ran = Ran.pointsman("collect", "--config", folder.resolve("no.yaml").toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("no.yaml");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    String config =
        write("cache: {type: redis, mode: cluster, addresses: ['127.0.0.1:1']}\n").toString();
    Ran nobody = Ran.pointsman("collect", "--config", config, "--once");
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.err()).contains("--observer is missing");
    Ran nowhere = Ran.pointsman("collect", "--config", config, "--observer", "o");
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.err()).contains("--bootstrap-servers is missing");
  }

  @Test
  void aConfigurationWithoutAnythingToDoIsSaid() throws IOException {
    Path empty = write("recovery:\n  rto: 4h\n  rpo: 1h\n");
    Ran nothing = Ran.pointsman("collect", "--config", empty.toString(), "--observer", "o");
    assertThat(nothing.exitCode()).isEqualTo(1);
    assertThat(nothing.err()).contains("there is nothing to collect in " + empty);
  }

  @Test
  void everythingThatIsWrongWithTheConfigurationIsSaidWithItsPlace() throws IOException {
    Path config = write("cache:\n  type: redis\n  modee: cluster\n  interval: never\n");
    Ran ran = Ran.pointsman("collect", "--config", config.toString(), "--observer", "o");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().lines())
        .hasSize(3)
        .anyMatch(each -> each.startsWith(config + ":2:3: ") && each.contains("addresses"))
        .anyMatch(each -> each.startsWith(config + ":3:3: ") && each.contains("mode"))
        .anyMatch(each -> each.startsWith(config + ":4:13: "));
    assertThat(ran.out()).isEmpty();
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("ha.yaml"), yaml);
  }
}
