package dev.pointsman.reference;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupBy;
import dev.pointsman.rule.Hold;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.Response;
import dev.pointsman.rule.Severity;
import dev.pointsman.rule.When;
import java.util.List;
import java.util.stream.Stream;

/** An example's rule in the making: by {@code job}, all of its conditions, no holds, keep. */
final class RuleDraft {

  private final List<Condition> conditions;
  private GroupBy by = GroupBy.names(List.of("job"));
  private When when = When.ALL;
  private Hold hold = Hold.NONE;
  private NoData noData = new NoData(NoData.Policy.KEEP, 1);
  private Response response = Response.NONE;

  private RuleDraft(List<Condition> conditions) {
    this.conditions = conditions;
  }

  static RuleDraft rule(ConditionDraft... conditions) {
    return new RuleDraft(Stream.of(conditions).map(ConditionDraft::condition).toList());
  }

  RuleDraft by(String... names) {
    by = GroupBy.names(List.of(names));
    return this;
  }

  RuleDraft byEveryLabel() {
    by = GroupBy.EVERY_LABEL;
    return this;
  }

  RuleDraft any() {
    when = When.ANY;
    return this;
  }

  RuleDraft holding(int secondsBeforeFiring, int secondsBeforeResolved) {
    hold = new Hold(secondsBeforeFiring * 1000L, secondsBeforeResolved * 1000L);
    return this;
  }

  RuleDraft silence(NoData.Policy policy, int afterSeconds) {
    noData = new NoData(policy, afterSeconds * 1000L);
    return this;
  }

  RuleDraft labels(String... namesAndValues) {
    response =
        new Response(Labels.of(namesAndValues), response.annotations(), List.of(), List.of());
    return this;
  }

  AlertRule named(String name) {
    return new AlertRule(name, Severity.WARNING, by, when, conditions, hold, noData, response);
  }
}
