package dev.pointsman.agent.sight;

import static dev.pointsman.agent.sight.Evidence.ANSWER;
import static dev.pointsman.agent.sight.Evidence.LOCAL;
import static dev.pointsman.agent.sight.Evidence.NO_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each test is a story of runs; times are in any unit. */
class SightTest {

  private static final long PACE = Sight.PACE_NANOS;

  private final Sight<String> sight = new Sight<>(List.of("a", "b", "c", "d", "e", "f"));

  @Test
  void anAnswerIsToldAtOnce() {
    assertThat(answer("a", 0, 5)).isEqualTo(told("a 0"));
  }

  @Test
  void aSilenceIsToldAtOnceWhereSomebodyAnsweredSinceItBegan() {
    answer("b", 8, 12);
    assertThat(silence("a", 10)).isEqualTo(told("a 10"));
    assertThat(sight.state()).isEqualTo(Sight.State.SEEING);
  }

  @Test
  void anAnswerFromBeforeItBeganIsNoEvidence() {
    answer("b", 0, 9);
    assertThat(silence("a", 10).told()).isEmpty();
    assertThat(sight.state()).isEqualTo(Sight.State.DOUBTING);
  }

  @Test
  void thoseWhoAnsweredLastAreAskedFirst() {
    answer("d", 0, 3);
    answer("c", 0, 5);
    answer("f", 0, 4);
    silence("a", 10);
    assertThat(asks(10)).containsExactly("c", "f", "d");
    assertThat(asks(10 + PACE - 1)).isEmpty();
    assertThat(asks(10 + PACE)).containsExactlyInAnyOrder("a", "b", "e");
    assertThat(asks(10 + 2 * PACE)).isEmpty();
  }

  @Test
  void whatIsHeldIsToldOnceSomebodyWhoIsAskedAnswers() {
    silence("a", 10);
    silence("b", 11);
    assertThat(sight.asked("c", ANSWER, 20, 20)).isEqualTo(told("a 10", "b 11"));
    assertThat(sight.state()).isEqualTo(Sight.State.SEEING);
    assertThat(sight.questions(21).again()).isZero();
  }

  @Test
  void whatIsHeldIsToldOnceARunThatWasDueAnswers() {
    silence("a", 10);
    assertThat(answer("c", 12, 20)).isEqualTo(told("a 10", "c 12"));
  }

  @Test
  void whenNobodyAnswersItIsBlindAndWhatIsHeldIsDropped() {
    silence("a", 10);
    for (String host : List.of("a", "b", "c", "d", "e")) {
      assertThat(sight.asked(host, NO_ANSWER, 20, 20)).isEqualTo(told());
    }
    assertThat(sight.asked("f", NO_ANSWER, 20, 20))
        .isEqualTo(new Sight.Step<>(List.of(), List.of("a 10")));
    assertThat(sight.state()).isEqualTo(Sight.State.BLIND);
  }

  @Test
  void runsThatWereDueCountAsAskedIfTheyBeganSince() {
    silence("a", 10);
    silence("b", 9); // it cannot tell of the time since
    for (String host : List.of("a", "b", "c", "d", "e")) {
      silence(host, 11);
    }
    assertThat(sight.state()).isEqualTo(Sight.State.DOUBTING);
    assertThat(silence("f", 12).dropped()).hasSize(8);
    assertThat(sight.state()).isEqualTo(Sight.State.BLIND);
  }

  @Test
  void inALongDoubtTheOldestIsDroppedOnceTooManyAreHeld() {
    silence("a", 0);
    for (int i = 1; i < Sight.MOST_HELD; i++) {
      assertThat(silence("a", i).dropped()).isEmpty();
    }
    assertThat(silence("a", Sight.MOST_HELD).dropped()).containsExactly("a 0");
    assertThat(sight.asked("b", ANSWER, 0, Sight.MOST_HELD).told())
        .hasSize(Sight.MOST_HELD)
        .startsWith("a 1");
  }

  @Test
  void whileItIsBlindSilencesAreDropped() {
    goBlind();
    assertThat(silence("a", 30)).isEqualTo(new Sight.Step<>(List.of(), List.of("a 30")));
  }

  @Test
  void itSeesAgainWithTheFirstAnswer() {
    goBlind();
    assertThat(answer("c", 30, 31)).isEqualTo(told("c 30"));
    assertThat(sight.state()).isEqualTo(Sight.State.SEEING);
    assertThat(silence("a", 29)).isEqualTo(told("a 29"));
    assertThat(silence("a", 32).told()).isEmpty();
  }

  @Test
  void aHostThatSpokeEarlyAndThenHungIsNoEvidenceForLater() {
    silence("a", 10);
    silence("b", 15);
    // Connected at 12, and waited for an answer until much later.
    Sight.Step<String> step = sight.ended("c", ANSWER, 11, 12, "c 11");
    assertThat(step.told()).containsExactly("a 10", "c 11");
    assertThat(sight.questions(20).again()).isPositive();
    assertThat(sight.state()).isEqualTo(Sight.State.DOUBTING);
  }

  @Test
  void withOneHostThereIsNobodyToCompareWith() {
    var alone = new Sight<String>(List.of("a"));
    assertThat(alone.ended("a", NO_ANSWER, 10, 10, "x")).isEqualTo(told("x"));
    assertThat(alone.state()).isEqualTo(Sight.State.SEEING);
  }

  @Test
  void whatIsOnThisMachineProvesNothing() {
    assertThat(sight.ended("b", LOCAL, 10, 12, "b")).isEqualTo(told("b"));
    assertThat(silence("a", 11).told()).isEmpty();
    for (String host : List.of("a", "c", "d", "e", "f")) {
      sight.asked(host, NO_ANSWER, 20, 20);
    }
    assertThat(sight.state()).isEqualTo(Sight.State.BLIND);
  }

  @Test
  void whereAllOthersTurnOutToBeOnThisMachineThereIsNobodyToCompareWith() {
    var two = new Sight<String>(List.of("a", "b"));
    two.ended("a", NO_ANSWER, 10, 10, "a 10");
    two.asked("a", NO_ANSWER, 20, 20);
    assertThat(two.asked("b", LOCAL, 20, 20)).isEqualTo(told("a 10"));
    assertThat(two.state()).isEqualTo(Sight.State.SEEING);
  }

  @Test
  void oneQuestionServesAllWhoDoubt() {
    answer("f", 0, 1);
    silence("a", 10);
    assertThat(asks(10)).containsExactly("f");
    silence("b", 11);
    silence("c", 12);
    assertThat(asks(13)).isEmpty();
    assertThat(sight.asked("f", ANSWER, 10, 14)).isEqualTo(told("a 10", "b 11", "c 12"));
  }

  @Test
  void theNextQuestionWaitsUntilTheLastOneIsASecondOld() {
    answer("f", 0, 1);
    silence("a", 10);
    assertThat(asks(10)).containsExactly("f");
    sight.asked("f", ANSWER, 10, 11);
    for (int start = 20; start < 30; start++) {
      silence("b", start);
      assertThat(asks(start)).isEmpty();
      assertThat(sight.questions(start).again()).isEqualTo(10 + PACE - start);
    }
    assertThat(asks(10 + PACE)).containsExactly("f");
    assertThat(sight.asked("f", ANSWER, 10 + PACE, 11 + PACE).told()).hasSize(10);
  }

  @Test
  void whoIsKnownToBeDownIsNotAskedAgainForAMinute() {
    silence("a", 10);
    sight.asked("b", NO_ANSWER, 11, 11);
    answer("f", 12, 13);
    silence("a", 20);
    assertThat(asks(20)).containsExactly("f");
    assertThat(asks(20 + PACE)).containsExactlyInAnyOrder("c", "d", "e");
    answer("f", PACE, 2 * PACE);
    silence("a", 11 + Sight.DOWN_NANOS);
    assertThat(asks(11 + Sight.DOWN_NANOS)).containsExactly("f");
    assertThat(asks(11 + Sight.DOWN_NANOS + PACE)).doesNotContain("a").contains("b");
  }

  @Test
  void whereThoseWhoAreNotKnownToBeDownFallSilentItIsBlind() {
    for (String host : List.of("a", "b", "c", "d", "e")) {
      silence(host, 10);
    }
    answer("f", 11, 12);
    silence("f", 20);
    assertThat(asks(20)).containsExactly("f"); // once more, before it counts
    assertThat(sight.state()).isEqualTo(Sight.State.DOUBTING);
    assertThat(sight.asked("f", NO_ANSWER, 21, 21).dropped()).containsExactly("f 20");
    assertThat(sight.state()).isEqualTo(Sight.State.BLIND);
  }

  @Test
  void whatWasSilentWhileTheAgentWasBlindIsNotKnownToBeDown() {
    goBlind();
    answer("c", 30, 31);
    silence("a", 40);
    assertThat(asks(40)).containsExactly("c");
    assertThat(asks(40 + PACE)).contains("a", "b", "d", "e", "f");
    assertThat(sight.state()).isEqualTo(Sight.State.DOUBTING);
  }

  @Test
  void aSilenceOfACheckThatDoesNotSpeakForItsHostIsHeldAndSaysNothingOfTheHost() {
    var two = new Sight<String>(List.of("a", "b"));
    two.ended(null, NO_ANSWER, 10, 10, "a 10");
    two.ended(null, NO_ANSWER, 11, 11, "b 11");
    assertThat(two.state()).isEqualTo(Sight.State.DOUBTING);
    assertThat(two.questions(11).hosts()).containsExactlyInAnyOrder("a", "b");
    assertThat(two.asked("a", ANSWER, 11, 12)).isEqualTo(told("a 10", "b 11"));
  }

  private Collection<String> asks(long nowNanos) {
    return sight.questions(nowNanos).hosts();
  }

  private void goBlind() {
    silence("a", 10);
    for (String host : List.of("a", "b", "c", "d", "e", "f")) {
      sight.asked(host, NO_ANSWER, 20, 20);
    }
    assertThat(sight.state()).isEqualTo(Sight.State.BLIND);
  }

  private Sight.Step<String> answer(String host, long start, long heard) {
    return sight.ended(host, ANSWER, start, heard, host + " " + start);
  }

  private Sight.Step<String> silence(String host, long start) {
    return sight.ended(host, NO_ANSWER, start, start, host + " " + start);
  }

  private static Sight.Step<String> told(String... results) {
    return Sight.Step.tell(List.of(results));
  }
}
