package dev.pointsman.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.bench.candidate.Candidate;
import dev.pointsman.bench.report.Setup;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static List<String> names(List<Candidate> candidates) {
    return candidates.stream().map(each -> each.setup().name()).toList();
  }

  @Test
  void theFullRunHasAllOfTheQuickOneAndNoNameTwice() {
    List<String> names = names(Plan.full().candidates());
    assertThat(names).doesNotHaveDuplicates();
    assertThat(names)
        .containsAll(names(Plan.quick().candidates()))
        .containsAll(Plan.full().weighed());
  }

  @Test
  void whatFailsMoreOftenSaysSoInItsName() {
    for (Candidate each : Plan.full().candidates()) {
      Setup setup = each.setup();
      assertThat(setup.name().endsWith(", 1 in 4 fails")).isEqualTo(setup.failsOneIn() == 4);
    }
    assertThat(names(Plan.full().candidates()))
        .contains(
            "pointsman: 100 rules, 5 an event, 1 in 4 fails",
            "by hand: 100 rules, 5 an event, 1 in 4 fails",
            "keyed broadcast: 1,000 rules, 5 an event",
            "pointsman: average latency of each");
  }

  @Test
  void everyRoundHasAllCandidatesAndBeginsWithAnotherOne() {
    Plan plan = Plan.quick();
    var first = new HashSet<String>();
    for (int round = 0; round <= plan.rounds(); round++) {
      List<String> turn = names(plan.turn(round));
      assertThat(turn).containsExactlyInAnyOrderElementsOf(names(plan.candidates()));
      first.add(turn.get(0));
    }
    assertThat(plan.turn(0)).isEqualTo(plan.candidates());
    assertThat(first).hasSize(plan.rounds() + 1);
  }

  @Test
  void aRunOfNobodyHasNobodyToTurn() {
    assertThat(Plan.quick().only(name -> false).turn(1)).isEmpty();
  }
}
