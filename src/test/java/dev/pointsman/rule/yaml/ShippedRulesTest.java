package dev.pointsman.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.GroupJudge;
import dev.pointsman.alert.GroupMemory;
import dev.pointsman.alert.OpenAlerts;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Event;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.RuleIndex;
import dev.pointsman.rule.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped tests of the shipped rules, by the domain alone; none of them is about silence. */
class ShippedRulesTest {

  static Stream<Arguments> tests() {
    RuleTestLoader.Result loaded = RuleTestLoader.load(List.of(Path.of("..", "alert-rules")));
    return loaded.files().stream()
        .flatMap(
            file -> {
              RuleSet rules = RuleLoader.load(file.ruleFiles()).rules();
              return file.tests().stream().map(test -> Arguments.of(test.name(), test, rules));
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tests")
  void theShippedRulesDoWhatTheirTestsSay(String name, RuleTest test, RuleSet rules) {
    RuleTestOutcome outcome = RuleTestOutcome.of(test, transitions(rules, test.events()));

    assertThat(outcome.passed()).as(outcome.render()).isTrue();
  }

  private static List<Transition> transitions(RuleSet rules, List<Event> events) {
    var transitions = new ArrayList<Transition>();
    var index = new RuleIndex(rules);
    var judge = new GroupJudge(rules, 0, intake -> {});
    Map<GroupKey, GroupMemory> memories = new HashMap<>();
    Map<GroupKey, OpenAlerts> alerts = new HashMap<>();
    for (Event event : events) {
      index.route(
          event,
          (group, routed) ->
              judge.take(
                  group,
                  memories.computeIfAbsent(group, each -> new GroupMemory()),
                  alerts.computeIfAbsent(group, each -> new OpenAlerts()),
                  routed,
                  routed.timestamp(),
                  transitions::add));
    }
    return transitions;
  }
}
