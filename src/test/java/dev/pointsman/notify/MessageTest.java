package dev.pointsman.notify;

import static dev.pointsman.notify.TestingTransitions.BOTH;
import static dev.pointsman.notify.TestingTransitions.T0;
import static dev.pointsman.notify.TestingTransitions.firing;
import static dev.pointsman.notify.TestingTransitions.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.alert.Transition;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class MessageTest {

  @Test
  void aPageWithoutASummaryOfItsOwnSaysWhatFiresWhere() {
    PagerDutyMessage page = page(Map.of());
    assertThat(page.summary())
        .isEqualTo("region_failover is firing: check=api region=us-west-2 (value 3)");
    assertThat(page.source()).isEqualTo("us-west-2");
    assertThat(page.component()).isEqualTo("api");
    assertThat(page.group()).isEqualTo("us-west-2");
    assertThat(page.alertClass()).isEqualTo("region_failover");
    assertThat(page.timestamp()).isEqualTo(T0);
    assertThat(page.details())
        .containsEntry("since", "2025-11-21 02:13:20 UTC")
        .containsEntry("value", "3")
        .containsEntry("actions asked for", "promote_replica, update_dns")
        .containsEntry(
            "evidence",
            List.of(
                "2025-11-21 02:12:20 UTC  1  observer=us-east-1",
                "2025-11-21 02:13:20 UTC  1  observer=us-east-1"));
  }

  @Test
  void theRulesOwnSummaryHasItsPlaceholdersFilledIn() {
    PagerDutyMessage page =
        page(
            Map.of(
                "summary", "{{check}} in {{ region }} failed {{value}} times: {{clutser}} $1",
                "description", "Look at {{region}} first",
                "runbook_url", "https://wiki.example/{{check}}",
                "script_url", "javascript:alert(1)"));
    assertThat(page.summary()).isEqualTo("api in us-west-2 failed 3 times: {{clutser}} $1");
    assertThat(page.details()).containsEntry("description", "Look at us-west-2 first");
    assertThat(page.links()).containsExactly(new Link("https://wiki.example/api", "Runbook"));
  }

  @Test
  void aSlackMessageShowsSeverityAndTime() {
    SlackMessage message = SlackMessage.of(slack(firing(T0)));
    assertThat(message.headline()).isEqualTo(":red_circle: Firing: region_failover");
    assertThat(message.facts())
        .containsEntry("Severity", "critical")
        .containsEntry("Value", "3")
        .containsEntry("Since", "2025-11-21 02:13:20 UTC")
        .containsEntry("Labels", "check=api region=us-west-2");
  }

  @Test
  void theResolvedMessageKeepsWhatWasToldAndAddsTheEnd() {
    SlackMessage fired = SlackMessage.of(slack(firing(T0)));
    SlackMessage over = SlackMessage.of(slack(firing(T0), resolved(T0, T0 + 250_000)));
    assertThat(over.headline())
        .isEqualTo(":white_check_mark: Resolved: region_failover after 4m 10s");
    assertThat(over.summary()).isEqualTo(fired.summary());
    assertThat(over.evidence()).isEqualTo(fired.evidence());
    assertThat(over.facts())
        .containsEntry("Value", "3")
        .containsEntry("Began", "2025-11-21 02:13:20 UTC")
        .containsEntry("Resolved", "2025-11-21 02:17:30 UTC");
  }

  @Test
  void numbersAndLengthsAreShort() {
    assertThat(AlertText.number(3)).isEqualTo("3");
    assertThat(AlertText.number(0.25)).isEqualTo("0.25");
    assertThat(AlertText.number(1234.5678)).isEqualTo("1234.57");
    assertThat(AlertText.number(-1e-9)).isEqualTo("-0.000000001");
    assertThat(AlertText.length(0, 45_000)).isEqualTo("45s");
    assertThat(AlertText.length(0, 7_500_000)).isEqualTo("2h 5m");
    assertThat(AlertText.length(0, 273_600_000)).isEqualTo("3d 4h");
  }

  private static PagerDutyMessage page(Map<String, String> annotations) {
    return PagerDutyMessage.of(delivery(List.of(firing(T0, BOTH, annotations)), Service.PAGERDUTY));
  }

  private static Delivery slack(Transition... story) {
    return delivery(List.of(story), Service.SLACK);
  }

  private static Delivery delivery(List<Transition> story, Service service) {
    DeliveryState state = DeliveryState.NEW;
    for (Transition each : story) {
      state = DeliveryPolicy.DEFAULT.plan(state, each, each.at(), false).state();
    }
    Predicate<Delivery> meant = each -> each.destination().service() == service;
    return state.outbox().stream().filter(meant).findFirst().orElseThrow();
  }
}
