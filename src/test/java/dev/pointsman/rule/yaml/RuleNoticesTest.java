package dev.pointsman.rule.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.yaml.Notice;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleNoticesTest {

  private static final String X = "conditions: [{metric: x, threshold: 1}], ";
  private static final String CHECK = "conditions: [{metric: health_check, threshold: 1%s}], ";

  static Stream<Arguments> withoutEffect() {
    return Stream.of(
        Arguments.of(
            CHECK.formatted(", quorum: {observer: 2, region: 2, check: 1}"),
            "the condition is never true: the rule groups by \"region\", so no group has two values"
                + " of it"),
        Arguments.of(
            "conditions: [{metric: x, threshold: 1, quorum: {zone: 2}}]",
            "the condition is never true: the rule groups by \"zone\", so no group has two values"
                + " of it"),
        Arguments.of(
            X + "no_data_after: 5m",
            "no_data_after has no effect without \"no_data: resolve\" or \"no_data: alert\""),
        Arguments.of(
            X + "no_data: keep, no_data_after: 5m",
            "no_data_after has no effect without \"no_data: resolve\" or \"no_data: alert\""),
        Arguments.of(X + "actions: [a, b, a]", "action \"a\" is asked for twice"),
        Arguments.of(
            X + "notifications: [{type: pagerduty}, {type: slack, severity: info}]",
            "this slack notification names no channel: it needs SLACK_CHANNEL where the notification"
                + " job runs"),
        Arguments.of(
            CHECK.formatted("") + "annotations: {s: '{{ regoin }} {{value}}'}",
            "{{regoin}} is always empty: did you mean \"region\"? an annotation can use check,"
                + " region, value"),
        Arguments.of(
            CHECK.formatted("") + "labels: {team: a}, annotations: {s: '{{team}} {{observer}}'}",
            "{{observer}} is always empty; an annotation can use check, region, team, value"),
        Arguments.of(
            "conditions: [{metric: health_check_latency_ms, threshold: 1ms}],"
                + " annotations: {s: '{{zone}}{{target}}'}",
            "{{zone}} is always empty; an annotation can use check, observer, region, target,"
                + " value"));
  }

  @ParameterizedTest
  @MethodSource("withoutEffect")
  void whatHasNoEffectIsNoticed(String keys, String notice) {
    assertThat(notices(keys)).containsExactly(notice);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        X + "no_data: resolve, no_data_after: 5m",
        X + "actions: [a, b]",
        X + "notifications: [{type: pagerduty}, {type: slack, channel: '#incidents'}]",
        X + "labels: {team: a}, annotations: {s: '{{value}} {{team}} {{any_label}} {{}'}",
        "by: [region], conditions: [{metric: x, threshold: 1, quorum: {observer: 2}}]"
      })
  void whatHasAnEffectIsNot(String keys) {
    assertThat(notices(keys)).isEmpty();
  }

  private static List<String> notices(String keys) {
    LoadResult result = RuleLoader.loadTexts(Map.of("r.yaml", "alerts: [{name: a, " + keys + "}]"));
    assertThat(result.problems()).isEmpty();
    return result.notices().stream().map(Notice::message).toList();
  }
}
