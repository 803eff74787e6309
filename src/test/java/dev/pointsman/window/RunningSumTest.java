package dev.pointsman.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class RunningSumTest {

  private final RunningSum sum = new RunningSum();

  @Test
  void whatComesOutIsWithinItInWhateverOrderTheTermsAreAdded() {
    for (long seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      DoubleSupplier tenths = () -> random.nextInt(-50, 50) / 10.0;
      DoubleSupplier scattered = () -> random.nextGaussian() * Math.pow(10, random.nextInt(-9, 17));
      assertCovers(tenths, random);
      assertCovers(scattered, random);
    }
  }

  /** Terms come and go, with no more than 50 there at once. */
  private void assertCovers(DoubleSupplier terms, Random random) {
    sum.clear();
    var present = new ArrayDeque<Double>();
    for (int i = 0; i < 300; i++) {
      present.add(terms.getAsDouble());
      sum.add(present.getLast());
      if (present.size() > 50 || random.nextInt(4) == 0) {
        sum.remove(present.removeFirst());
      }
      List<Double> shuffled = new ArrayList<>(present);
      Collections.shuffle(shuffled, random);
      assertThat(List.of(inTurn(present), inTurn(shuffled)))
          .allMatch(each -> each >= sum.low() && each <= sum.high());
    }
  }

  private static double inTurn(Iterable<Double> terms) {
    double sum = 0;
    for (double each : terms) {
      sum += each;
    }
    return sum;
  }

  @Test
  void itTellsNearlyEqualSumsApart() {
    for (int i = 0; i < 1_000_000; i++) {
      sum.add(0.1);
    }
    double inTurn = 100_000.00000133288;
    assertThat(sum.low()).isLessThanOrEqualTo(inTurn).isGreaterThan(inTurn - 0.001);
    assertThat(sum.high()).isGreaterThanOrEqualTo(inTurn).isLessThan(inTurn + 0.001);
  }

  @Test
  void wholeNumbersAndBinaryFractionsAreExactHoweverManyCameAndWent() {
    for (int i = 0; i < 100_000; i++) {
      sum.add(i + 0.25);
      sum.add(-1_000);
      sum.remove(i + 0.25);
    }
    assertThat(sum.low()).isEqualTo(-100_000_000).isEqualTo(sum.high());
    assertThat(sum.isStale()).isFalse();
  }

  @Test
  void numbersTooLargeToBeAddedExactlyAreNotTakenForExact() {
    sum.add(0x1p60);
    sum.add(1);
    sum.remove(0x1p60);
    assertThat(sum.low()).isLessThanOrEqualTo(1);
    assertThat(sum.high()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void nothingIsKnownOfWhatMayBeInfinite() {
    sum.add(Double.MAX_VALUE);
    sum.add(Double.MAX_VALUE);
    sum.remove(Double.MAX_VALUE);
    assertThat(sum.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(sum.high()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void itIsExactAgainWhenNothingIsLeft() {
    sum.add(0.1);
    sum.add(0.2);
    assertThat(sum.low()).isLessThan(sum.high());
    sum.remove(0.1);
    sum.remove(0.2);
    assertThat(sum.low()).isZero();
    assertThat(sum.high()).isZero();
  }

  @Test
  void itIsStaleWhenAddingTheTermsUpAnewCostsNoMoreThanWasDoneSince() {
    for (int i = 0; i < 16; i++) {
      assertThat(sum.isStale()).isFalse();
      sum.add(0.1);
      sum.add(0.2);
      sum.remove(0.1);
    }
    sum.add(0.1);
    sum.remove(0.1);
    assertThat(sum.isStale()).isTrue();
  }
}
