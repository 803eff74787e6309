package dev.pointsman.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActionRequestTest {

  private static final List<String> ACTIONS =
      List.of("promote_replica", "update_dns", "notify_team");
  private static final Labels GROUP = Labels.of("cluster", "orders", "replica", "r1");

  @Test
  void anAlertThatBeginsToFireAsksForItsRulesActionsInOrder() {
    assertThat(ActionRequest.of(transition(AlertStatus.FIRING, 5L, GROUP, ACTIONS)))
        .contains(
            new ActionRequest(
                "database_failover",
                "00ff",
                5,
                Severity.CRITICAL,
                GROUP,
                1500.0,
                ACTIONS,
                List.of(new Evidence(GROUP, 1500, 4))));
  }

  @Test
  void nothingElseAsksForAnything() {
    assertThat(ActionRequest.of(transition(AlertStatus.FIRING, 5L, GROUP, List.of()))).isEmpty();
    assertThat(ActionRequest.of(transition(AlertStatus.RESOLVED, 5L, GROUP, ACTIONS))).isEmpty();
    assertThat(ActionRequest.of(transition(AlertStatus.PENDING, null, GROUP, ACTIONS))).isEmpty();
    assertThat(ActionRequest.of(transition(AlertStatus.INACTIVE, null, GROUP, ACTIONS))).isEmpty();
  }

  @Test
  void itIsForTheClusterOrElseTheGroup() {
    assertThat(request(GROUP).subject()).isEqualTo("orders");
    assertThat(request(Labels.of("region", "us-west-2")).subject())
        .isEqualTo("{region=\"us-west-2\"}");
  }

  @Test
  void itIsWrittenAsOneJsonObject() {
    assertThat(TransitionJson.write(request(GROUP)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{\"alert\":\"database_failover\",\"fingerprint\":\"00ff\",\"starts_at\":5,"
                + "\"subject\":\"orders\",\"severity\":\"critical\","
                + "\"labels\":{\"cluster\":\"orders\",\"replica\":\"r1\"},\"value\":1500.0,"
                + "\"actions\":[\"promote_replica\",\"update_dns\",\"notify_team\"],"
                + "\"evidence\":[{\"labels\":{\"cluster\":\"orders\",\"replica\":\"r1\"},"
                + "\"value\":1500.0,\"timestamp\":4}]}");
  }

  private static ActionRequest request(Labels labels) {
    return ActionRequest.of(transition(AlertStatus.FIRING, 5L, labels, ACTIONS)).orElseThrow();
  }

  private static Transition transition(
      AlertStatus state, @Nullable Long startsAt, Labels labels, List<String> actions) {
    return new Transition(
        "database_failover",
        state,
        Reason.CONDITION,
        Severity.CRITICAL,
        labels,
        "00ff",
        1500.0,
        5,
        startsAt,
        null,
        List.of(new Evidence(labels, 1500, 4)),
        Map.of(),
        List.of(),
        actions);
  }
}
