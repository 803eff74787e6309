package dev.pointsman.agent.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeMemoryTest {

  private static final int LARGE = 1_000_000;

  private final ScrapeMemory memory = new ScrapeMemory(2 * LARGE);

  @Test
  void oneAtATimeGoesBeyondTheCapacityAndTheOthersWaitForRoom() {
    var first = memory.share();
    var second = memory.share();
    var third = memory.share();
    assertThat(first.reserve(LARGE)).isDone();
    assertThat(second.reserve(LARGE)).isDone();
    assertThat(third.reserve(LARGE)).isDone();
    var fourth = memory.share();
    var waiting = fourth.reserve(LARGE);
    assertThat(waiting).isNotDone();
    assertThat(fourth.waits()).isTrue();
    assertThat(third.reserve(9 * LARGE)).as("it is the one beyond").isDone();
    first.close();
    second.close();
    assertThat(waiting).as("the one beyond takes all").isNotDone();
    third.close();
    assertThat(waiting).isDone();
    assertThat(fourth.waits()).isFalse();
  }

  @Test
  void whoIsSmallNeverWaits() {
    assertThat(memory.share().reserve(9 * LARGE)).isDone();
    assertThat(memory.share().reserve(LARGE)).isNotDone();
    assertThat(memory.share().reserve(ScrapeMemory.FREE_BYTES)).isDone();
  }

  @Test
  void whoGaveUpTakesNothing() {
    var large = memory.share();
    assertThat(large.reserve(9 * LARGE)).isDone();
    var gone = memory.share();
    var never = gone.reserve(9 * LARGE);
    gone.close();
    large.close();
    assertThat(never).isNotDone();
    assertThat(gone.reserve(9 * LARGE)).isNotDone();
    assertThat(memory.share().reserve(9 * LARGE)).isDone();
  }

  @Test
  void halfReadAnswersNeverWaitForOneAnotherForEver() {
    var one = memory.share();
    var other = memory.share();
    assertThat(one.reserve(LARGE)).isDone();
    assertThat(other.reserve(LARGE)).isDone();
    var more = one.reserve(2 * LARGE);
    var othersMore = other.reserve(2 * LARGE);
    assertThat(more).isDone();
    assertThat(othersMore).isNotDone();
    one.close();
    assertThat(othersMore).isDone();
  }
}
