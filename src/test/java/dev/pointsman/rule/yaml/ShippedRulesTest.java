package dev.pointsman.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.GroupJudge;
import dev.pointsman.alert.GroupMemory;
import dev.pointsman.alert.OpenAlerts;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Event;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.RuleIndex;
import dev.pointsman.rule.RuleSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped tests of the shipped rules, by the domain alone. */
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
    RuleTestOutcome outcome = RuleTestOutcome.of(test, new Judging(rules).of(test));

    assertThat(outcome.passed()).as(outcome.render()).isTrue();
  }

  @Test
  void aPlaceWhoseAgentsAreAllSilentIsOnePage() {
    RuleSet rules = RuleLoader.load(List.of(Path.of("..", "alert-rules", "agents.yaml"))).rules();

    assertThat(rules.rules())
        .filteredOn(rule -> rule.noData().policy() == NoData.Policy.ALERT)
        .filteredOn(
            rule ->
                rule.response().notifications().stream()
                    .anyMatch(Notification.PagerDuty.class::isInstance))
        .extracting(AlertRule::name)
        .containsExactly("observer_silent");
  }

  /** Those of agents.yaml live on silence, and no silence ends what failover.yaml pages for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "autoscaling",
        "backup",
        "cache",
        "circuit-breaker",
        "replication",
        "service-mesh",
        "tls"
      })
  void anAlertOnWhatNoLongerExistsEndsButNotWhileAnAgentIsAwayForAnHour(String pack) {
    RuleSet rules = RuleLoader.load(List.of(Path.of("..", "alert-rules", pack + ".yaml"))).rules();

    assertThat(rules.rules())
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              assertThat(rule.noData().policy()).isEqualTo(NoData.Policy.RESOLVE);
              assertThat(rule.noData().afterMillis())
                  .isBetween(Duration.ofHours(6).toMillis(), Duration.ofDays(1).toMillis());
            });
  }

  @Test
  void everyShippedRuleTellsSomebodyInAChannelOfItsOwnAndInItsOwnWords() {
    LoadResult loaded = RuleLoader.load(List.of(Path.of("..", "alert-rules")));

    assertThat(loaded.notices()).noneMatch(each -> each.message().contains("SLACK_CHANNEL"));
    assertThat(loaded.rules().rules())
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              assertThat(rule.response().notifications()).as(rule.name()).isNotEmpty();
              assertThat(rule.response().annotations())
                  .as(rule.name())
                  .containsKeys("summary", "description");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "region_failover, true",
    "database_failover, true",
    "dependency_down, false",
    "target_unhealthy, false",
    "mesh_gateway_errors, false"
  })
  void whatSomebodyIsPagedForAndWhatIsToldOnSlackAlone(String name, boolean pages) {
    AlertRule rule = RuleLoader.load(List.of(Path.of("..", "alert-rules"))).rules().get(name);

    assertThat(
            Objects.requireNonNull(rule).response().notifications().stream()
                .anyMatch(Notification.PagerDuty.class::isInstance))
        .isEqualTo(pages);
  }

  /** All events one after the other, and the silences between them, by the events' own time. */
  private static final class Judging {

    private final RuleIndex index;
    private final GroupJudge judge;
    private final Map<GroupKey, GroupMemory> memories = new HashMap<>();
    private final Map<GroupKey, OpenAlerts> alerts = new HashMap<>();
    private final List<Transition> transitions = new ArrayList<>();

    Judging(RuleSet rules) {
      this.index = new RuleIndex(rules);
      this.judge = new GroupJudge(rules, 0, intake -> {});
    }

    List<Transition> of(RuleTest test) {
      for (Event event : test.events()) {
        silences(event.timestamp() - 1);
        index.route(event, this::take);
      }
      silences(test.endMillis());
      return transitions;
    }

    private void take(GroupKey group, Event event) {
      judge.take(
          group,
          memories.computeIfAbsent(group, each -> new GroupMemory()),
          alerts.computeIfAbsent(group, each -> new OpenAlerts()),
          event,
          event.timestamp(),
          transitions::add);
    }

    private void silences(long until) {
      memories.forEach(
          (group, memory) -> {
            OpenAlerts open = Objects.requireNonNull(alerts.get(group));
            for (Long due = judge.nextSilence(group, memory);
                due != null && due <= until;
                due = judge.nextSilence(group, memory)) {
              judge.silence(group, memory, open, due, transitions::add);
            }
          });
    }
  }
}
