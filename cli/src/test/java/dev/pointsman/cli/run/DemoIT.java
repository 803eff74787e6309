package dev.pointsman.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

  @Test
  void aRegionFailsPeopleAreToldItHealsAndTheyAreToldAgain(@TempDir Path folder) throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    boolean complete =
        new Demo(folder, Clock.systemUTC(), said::add)
            .play(system -> assertThat(system.inbox().orElseThrow().refusals()).isEmpty());
    assertThat(complete).as(String.join("\n", said)).isTrue();
    assertThat(String.join("\n", said))
        .containsSubsequence(
            "both regions answer",
            "us-west-2 begins to fail",
            "the probe meets failure number 3",
            "us-west-2 heals",
            "PagerDuty resolves the incident")
        .contains("PagerDuty pages after", "Slack says it after", "updated in place")
        .doesNotContain("MISSING");
  }
}
