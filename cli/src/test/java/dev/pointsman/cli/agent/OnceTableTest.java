package dev.pointsman.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.event.Labels;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OnceTableTest {

  private final OnceTable table = new OnceTable();

  @Test
  void aSystemThatAnsweredWithOneOfItsPartsDownIsNotWell() {
    tell("collector_up", 1);
    tell("postgresql_up", 1);
    tell("postgresql_replay_paused", 0);
    assertThat(table.allWell()).isTrue();
    assertThat(table.summary()).isEqualTo("all is well");
    tell("postgresql_up", 0);
    assertThat(table.allWell()).isFalse();
    assertThat(table.summary()).isEqualTo("down: 1");
  }

  private void tell(String metric, double value) {
    table.accept(MetricEvent.of(metric, Labels.of("target", "a"), value, Instant.EPOCH));
  }
}
