package dev.pointsman.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RoundTest {

  @Test
  void whatARemoteSystemSaidIsOneShortLine() {
    assertThat(Round.explain(new IOException("no\n2026-01-01 INFO \u001b[2Jall is well\u0085")))
        .isEqualTo("no 2026-01-01 INFO [2Jall is well");
    assertThat(Round.explain(new IOException("x".repeat(200_000)))).hasSize(1000);
  }
}
