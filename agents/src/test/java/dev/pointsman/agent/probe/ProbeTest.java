package dev.pointsman.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ProbeTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");

  @Test
  void theNextTimeIsAfterNowAndAtMostAnIntervalAway() {
    for (int i = 0; i < 200; i++) {
      Instant now = NOW.plusMillis(37L * i);
      assertThat(probe("api", 1000).dueAfter(now))
          .isAfter(now)
          .isBeforeOrEqualTo(now.plusMillis(1000));
    }
  }

  @Test
  void theTimesAreOneIntervalApart() {
    Instant first = probe("api", 30_000).dueAfter(NOW);
    assertThat(probe("api", 30_000).dueAfter(first)).isEqualTo(first.plusSeconds(30));
    assertThat(probe("api", 30_000).dueAfter(first.minusMillis(1))).isEqualTo(first);
  }

  @Test
  void probesAreSpreadOverTheirInterval() {
    var tenths = new ArrayList<Integer>();
    for (int i = 0; i < 1000; i++) {
      long wait = Duration.between(NOW, probe("check-" + i, 10_000).dueAfter(NOW)).toMillis();
      tenths.add((int) ((wait - 1) / 1000));
    }
    for (int tenth = 0; tenth < 10; tenth++) {
      int wanted = tenth;
      assertThat(tenths.stream().filter(each -> each == wanted).count()).isBetween(60L, 140L);
    }
  }

  @Test
  void aTimeoutLongerThanTheIntervalIsRefused() {
    assertThatThrownBy(
            () ->
                new Probe(
                    "api",
                    "r",
                    "o",
                    new TcpCheck("h", 1),
                    Duration.ofMillis(10),
                    Duration.ofMillis(11)))
        .hasMessage("the timeout of api is longer than its interval");
  }

  private static Probe probe(String name, long interval) {
    return new Probe(
        name,
        "us-west-2",
        "here",
        new TcpCheck("db", 5432),
        Duration.ofMillis(interval),
        Duration.ofMillis(interval));
  }
}
