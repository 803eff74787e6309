package dev.pointsman.rule;

import static dev.pointsman.rule.TestingRules.by;
import static dev.pointsman.rule.TestingRules.condition;
import static dev.pointsman.rule.TestingRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.event.Origin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleIndexTest {

  private static final Event LAG =
      new Event(
          Labels.of("cluster", "c", "region", "w", "replica", "r"),
          7,
          List.of(new Measurement("lag", 1), new Measurement("lag_bytes", 2)));

  private static final Matcher WEST = Matcher.of("region", Matcher.Kind.IN, "w");
  private static final Matcher EAST = Matcher.of("region", Matcher.Kind.IN, "e");

  @Test
  void anEventGoesOnceToEachDistinctGroupingHoweverManyRulesShareIt() {
    assertThat(
            routed(
                rule("a", by("cluster"), condition("lag")),
                rule("b", by("cluster"), condition("lag"), condition("lag", WEST)),
                rule("c", by("replica", "cluster"), condition("lag")),
                rule("d", by("cluster", "replica"), condition("lag"))))
        .containsExactlyInAnyOrder("{cluster=\"c\"} lag", "{cluster=\"c\",replica=\"r\"} lag");
  }

  @Test
  void itCarriesJustWhatTheGroupsRulesWant() {
    assertThat(
            routed(
                rule("a", by("cluster"), condition("lag")),
                rule("b", by("replica"), condition("lag_bytes"), condition("lag")),
                rule("c", by("region"), condition("lag_bytes"), condition("lag", EAST))))
        .containsExactlyInAnyOrder(
            "{cluster=\"c\"} lag", "{replica=\"r\"} lag lag_bytes", "{region=\"w\"} lag_bytes");
  }

  @Test
  void anEventThatNoRuleWantsIsDropped() {
    assertThat(routed()).isEmpty();
    assertThat(routed(rule("a", by("cluster"), condition("other")))).isEmpty();
    assertThat(routed(rule("a", by("cluster"), condition("lag", EAST)))).isEmpty();
    assertThat(routed(rule("a", by("cluster"), condition("lag", WEST, EAST)))).isEmpty();
  }

  @Test
  void aMatcherOfOneConditionDoesNotHideWhatAnotherWants() {
    assertThat(routed(rule("a", by("cluster"), condition("lag", EAST), condition("lag", WEST))))
        .containsExactly("{cluster=\"c\"} lag");
    assertThat(routed(rule("a", by("cluster"), condition("lag", EAST), condition("lag"))))
        .containsExactly("{cluster=\"c\"} lag");
    assertThat(
            routed(
                rule("a", by("cluster"), condition("lag", EAST)),
                rule("b", by("cluster"), condition("lag", WEST))))
        .containsExactly("{cluster=\"c\"} lag");
  }

  @Test
  void aReadingThatLacksALabelDoesNotConcernTheRule() {
    assertThat(routed(rule("a", by("cluster", "observer"), condition("lag")))).isEmpty();
    assertThat(
            routed(
                rule("a", by("observer"), condition("lag")),
                rule("b", by("cluster"), condition("lag"))))
        .containsExactly("{cluster=\"c\"} lag");
  }

  @Test
  void everyLabelTakesThemAsTheyStandApartFromTheSameLabelsByName() {
    assertThat(
            routed(
                rule("a", GroupBy.EVERY_LABEL, condition("lag")),
                rule("b", by("cluster", "region", "replica"), condition("lag"))))
        .containsExactlyInAnyOrder("every " + LAG.labels() + " lag", LAG.labels() + " lag");
  }

  @Test
  void whatIsRoutedHasTheEventsLabelsAndTime() {
    var routed = new ArrayList<Event>();
    new RuleIndex(RuleSet.of(List.of(rule("a", by("cluster"), condition("lag_bytes")))))
        .route(LAG, (key, event) -> routed.add(event));
    assertThat(routed)
        .containsExactly(new Event(LAG.labels(), 7, List.of(new Measurement("lag_bytes", 2))));
  }

  @Test
  void whatIsRememberedOfAnOriginIsNotTakenForAnotherIndex() {
    var origin = new Origin(LAG.labels(), List.of("lag", "lag_bytes"));
    var byCluster = new RuleIndex(RuleSet.of(List.of(rule("a", by("cluster"), condition("lag")))));
    var byRegion =
        new RuleIndex(RuleSet.of(List.of(rule("a", by("region"), condition("lag_bytes")))));
    for (int i = 0; i < 2; i++) {
      assertThat(routed(byCluster, origin)).containsExactly("{cluster=\"c\"} lag");
      assertThat(routed(byCluster, origin)).containsExactly("{cluster=\"c\"} lag");
      assertThat(routed(byRegion, origin)).containsExactly("{region=\"w\"} lag_bytes");
      assertThat(routed(new RuleIndex(RuleSet.EMPTY), origin)).isEmpty();
    }
  }

  @Test
  void silenceIsListenedForWhereItMeansSomething() {
    AlertRule keeps = rule("a", by("cluster"), condition("lag"));
    AlertRule listens =
        rule("b", by("cluster"), new NoData(NoData.Policy.RESOLVE, 1), condition("lag"));
    assertThat(new RuleIndex(RuleSet.of(List.of(keeps))).listens()).isFalse();
    assertThat(new RuleIndex(RuleSet.of(List.of(keeps, listens))).listens()).isTrue();
  }

  private static List<String> routed(AlertRule... rules) {
    var index = new RuleIndex(RuleSet.of(List.of(rules)));
    return routed(index, new Origin(LAG.labels(), List.of("lag", "lag_bytes")));
  }

  private static List<String> routed(RuleIndex index, Origin origin) {
    var routed = new ArrayList<String>();
    for (Route each = index.firstRoute(origin); each != null; each = each.next()) {
      GroupKey key = each.group();
      Event event = each.part(LAG);
      routed.add(
          (key.everyLabel() ? "every " : "")
              + key.labels()
              + ' '
              + String.join(" ", event.measurements().stream().map(Measurement::metric).toList()));
    }
    return routed;
  }
}
