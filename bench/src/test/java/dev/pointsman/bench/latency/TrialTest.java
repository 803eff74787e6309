package dev.pointsman.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TrialTest {

  private final Trial trial = new Trial("trial-0000");

  @Test
  void theTimeRunsFromTheThirdFailingAnswerToTheFirstPage() throws Exception {
    assertThat(trial.answer(10)).isFalse();
    trial.fail();
    for (int nanos = 20; nanos <= 60; nanos += 10) {
      assertThat(trial.answer(nanos)).isTrue();
    }
    trial.page(100);
    trial.page(200);
    assertThat(trial.await(System.nanoTime())).hasValue(60);
    assertThat(trial.pages()).isEqualTo(2);
    assertThat(trial.answers()).isEqualTo(6);
  }

  @Test
  void thePageHealsTheTarget() {
    trial.fail();
    trial.page(1);
    assertThat(trial.answer(2)).isFalse();
  }

  @Test
  void aPageBeforeTheThirdFailingAnswerDoesNotCount() throws Exception {
    trial.fail();
    trial.answer(10);
    trial.answer(20);
    trial.page(30);
    assertThat(trial.await(System.nanoTime())).isEmpty();
  }

  @Test
  void aPageThatDoesNotComeIsSaid() {
    trial.fail();
    trial.answer(10);
    assertThatThrownBy(() -> trial.await(System.nanoTime()))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("no page came for trial-0000, which failed 1 times");
  }
}
