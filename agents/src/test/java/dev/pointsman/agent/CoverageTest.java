package dev.pointsman.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CoverageTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // a time that overflows
  private final Coverage coverage = new Coverage(now::get);

  @Test
  void aCheckThatDoesNotTellForThreeIntervalsIsSilent() {
    coverage.expect(Duration.ofSeconds(10));
    pass(Duration.ofSeconds(30));
    assertThat(coverage.silent()).isZero();
    pass(Duration.ofNanos(1));
    assertThat(coverage.silent()).isEqualTo(1);
  }

  @Test
  void eachCheckIsSilentByItsOwnInterval() {
    coverage.expect(Duration.ofSeconds(60));
    Coverage.Check fast = coverage.expect(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(10));
    assertThat(coverage.checks()).isEqualTo(2);
    assertThat(coverage.silent()).isEqualTo(1);
    fast.told();
    assertThat(coverage.silent()).isZero();
  }

  @Test
  void whatIsForgottenIsNotMissed() {
    Coverage.Check check = coverage.expect(Duration.ofSeconds(1));
    pass(Duration.ofMinutes(1));
    check.forget();
    assertThat(coverage.checks()).isZero();
    assertThat(coverage.silent()).isZero();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
