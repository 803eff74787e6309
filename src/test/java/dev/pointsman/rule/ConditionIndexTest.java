package dev.pointsman.rule;

import static dev.pointsman.rule.TestingRules.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.ConditionIndex.Entry;
import dev.pointsman.rule.Matcher.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConditionIndexTest {

  private static final Matcher WEST = Matcher.of("region", Kind.IN, "w");
  private static final Matcher EAST = Matcher.of("region", Kind.IN, "e");
  private static final Labels IN_THE_WEST = Labels.of("host", "7", "region", "w");

  @Test
  void aValueIsFoundOnceHoweverManyOfItsConditionsSelectTheReading() {
    var index =
        new ConditionIndex<>(
            List.of(
                new Entry<>(condition("load", Matcher.of("host", Kind.REGEX, "[0-9]")), "a"),
                new Entry<>(condition("load", WEST), "a"),
                new Entry<>(condition("load", EAST), "b"),
                new Entry<>(condition("load", WEST), "b"),
                new Entry<>(condition("load"), "b")));
    assertThat(index.find("load", IN_THE_WEST)).containsExactly("a", "b");
  }

  @Test
  void valuesAreFoundInTheOrderOfTheirRegistrationWhateverTheirMatchersAre() {
    var index =
        new ConditionIndex<>(
            List.of(
                new Entry<>(condition("load", Matcher.of("host", Kind.IN, "7")), "c"),
                new Entry<>(condition("load", WEST), "a"),
                new Entry<>(condition("load", Matcher.of("host", Kind.NOT_EQUAL, "8")), "d"),
                new Entry<>(condition("load", Matcher.of("host", Kind.IN, "7")), "b")));
    assertThat(index.find("load", IN_THE_WEST)).containsExactly("c", "a", "d", "b");
  }

  @Test
  void aMatcherForTheEmptyTextFindsWhatLacksTheLabel() {
    var index =
        new ConditionIndex<>(
            List.of(
                new Entry<>(condition("load", Matcher.in("zone", List.of("", "z"))), "a"),
                new Entry<>(condition("load", Matcher.of("zone", Kind.IN, "z")), "b")));
    assertThat(index.find("load", IN_THE_WEST)).containsExactly("a");
    assertThat(index.find("load", Labels.of("zone", "z"))).containsExactly("a", "b");
  }

  @Test
  void anotherMetricFindsNothing() {
    var index = new ConditionIndex<>(List.of(new Entry<>(condition("load"), "a")));
    assertThat(index.find("other", IN_THE_WEST)).isEmpty();
  }

  @Test
  void itFindsWhatAskingEveryConditionFinds() {
    var random = new Random(11);
    int found = 0;
    for (int i = 0; i < 300; i++) {
      var entries = new ArrayList<Entry<Integer>>();
      for (int j = random.nextInt(40); j > 0; j--) {
        entries.add(new Entry<>(randomCondition(random), random.nextInt(30)));
      }
      var index = new ConditionIndex<>(entries);
      for (int j = 0; j < 20; j++) {
        String metric = "m" + random.nextInt(3);
        Labels labels = randomLabels(random);
        List<Integer> expected = findByAskingAll(entries, metric, labels);
        assertThat(index.find(metric, labels)).as("%s %s", entries, labels).isEqualTo(expected);
        found += expected.size();
      }
    }
    assertThat(found).isGreaterThan(1_000);
  }

  private static List<Integer> findByAskingAll(
      List<Entry<Integer>> entries, String metric, Labels labels) {
    Set<Integer> registered = new LinkedHashSet<>();
    Set<Integer> selected = new LinkedHashSet<>();
    for (Entry<Integer> each : entries) {
      registered.add(each.value());
      if (each.condition().metric().equals(metric) && each.condition().selects(labels)) {
        selected.add(each.value());
      }
    }
    registered.retainAll(selected);
    return List.copyOf(registered);
  }

  private static Condition randomCondition(Random random) {
    var matchers = new Matcher[random.nextInt(4)];
    for (int i = 0; i < matchers.length; i++) {
      String label = "l" + random.nextInt(3);
      matchers[i] =
          switch (random.nextInt(6)) {
            case 0 -> Matcher.of(label, Kind.NOT_EQUAL, randomValue(random));
            case 1 -> Matcher.of(label, Kind.REGEX, "[ab]?");
            case 2 -> Matcher.of(label, Kind.NOT_REGEX, "[bc]");
            case 3 -> Matcher.in(label, List.of(randomValue(random), randomValue(random)));
            default -> Matcher.of(label, Kind.IN, randomValue(random));
          };
    }
    return condition("m" + random.nextInt(2), matchers);
  }

  private static Labels randomLabels(Random random) {
    var labels = new TreeMap<String, String>();
    for (int i = random.nextInt(4); i > 0; i--) {
      labels.put("l" + random.nextInt(3), randomValue(random));
    }
    return Labels.of(labels);
  }

  private static String randomValue(Random random) {
    return List.of("", "a", "b", "c").get(random.nextInt(4));
  }
}
