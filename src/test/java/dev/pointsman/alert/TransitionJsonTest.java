package dev.pointsman.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.event.Labels;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransitionJsonTest {

  private static final Transition EXAMPLE =
      new Transition(
          "region_failover",
          AlertStatus.FIRING,
          Reason.CONDITION,
          Severity.CRITICAL,
          Labels.of("check", "api", "region", "us-west-2"),
          "5c0d",
          3.0,
          1_763_700_000_000L,
          1_763_700_000_000L,
          null,
          List.of(new Evidence(Labels.EMPTY, 1, 1_763_699_940_000L)),
          Map.of(),
          List.of(),
          List.of());

  private static final String EXAMPLE_JSON =
      "{\"alert\":\"region_failover\",\"state\":\"firing\",\"reason\":\"condition\","
          + "\"severity\":\"critical\",\"labels\":{\"check\":\"api\",\"region\":\"us-west-2\"},"
          + "\"fingerprint\":\"5c0d\",\"value\":3.0,\"at\":1763700000000,"
          + "\"starts_at\":1763700000000,\"ends_at\":null,"
          + "\"evidence\":[{\"labels\":{},\"value\":1.0,\"timestamp\":1763699940000}],"
          + "\"annotations\":{},\"notifications\":[],\"actions\":[]}";

  private static final Transition FULL =
      new Transition(
          "database_failover",
          AlertStatus.RESOLVED,
          Reason.NO_DATA,
          Severity.INFO,
          Labels.of("cluster", "ö\"\n", "team", ""),
          "00ff",
          null,
          5,
          3L,
          5L,
          List.of(
              new Evidence(Labels.of("replica", "r1"), -0.5, 1),
              new Evidence(Labels.of("replica", "r2"), 1e300, 2)),
          Map.of("summary", "{\"😀\"}", "runbook_url", "https://example.org"),
          List.of(
              new Notification.PagerDuty(Severity.CRITICAL),
              new Notification.Slack("#incidents", Severity.WARNING),
              new Notification.Slack(null, Severity.ERROR)),
          List.of("promote_replica", "update_dns"));

  @Test
  void aTransitionIsWrittenAsTheContractSays() {
    assertThat(TransitionJson.write(EXAMPLE))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(EXAMPLE_JSON);
  }

  @Test
  void notificationsAnnotationsAndActionsAreWrittenInTheirOrder() {
    assertThat(TransitionJson.write(FULL))
        .asString(StandardCharsets.UTF_8)
        .contains(
            "\"value\":null,\"at\":5,\"starts_at\":3,\"ends_at\":5,",
            "\"notifications\":[{\"type\":\"pagerduty\",\"severity\":\"critical\"},"
                + "{\"type\":\"slack\",\"channel\":\"#incidents\",\"severity\":\"warning\"},"
                + "{\"type\":\"slack\",\"severity\":\"error\"}],"
                + "\"actions\":[\"promote_replica\",\"update_dns\"]}")
        .doesNotContain("\n");
  }

  @Test
  void whatIsWrittenIsReadAsItWas() throws IOException {
    for (Transition each : List.of(EXAMPLE, FULL)) {
      assertThat(TransitionJson.read(TransitionJson.write(each))).isEqualTo(each);
      assertThat(TransitionCodec.INSTANCE.fromBytes(TransitionCodec.INSTANCE.toBytes(each)))
          .isEqualTo(each);
    }
  }

  @ParameterizedTest
  @EnumSource(AlertStatus.class)
  void aPendingOrInactiveAlertHasNoStart(AlertStatus state) {
    boolean started = state == AlertStatus.FIRING || state == AlertStatus.RESOLVED;
    Transition transition = withState(state, started ? 7L : null);
    assertThat(TransitionJson.write(transition))
        .asString(StandardCharsets.UTF_8)
        .contains(
            "\"state\":\"" + state.text() + "\"", "\"starts_at\":" + (started ? "7" : "null"));
    assertThat(TransitionJson.read(TransitionJson.write(transition))).isEqualTo(transition);
  }

  @Test
  void unknownFieldsArePassedOver() {
    assertThat(TransitionJson.read(bytes(EXAMPLE_JSON.replaceFirst("\\{", "{\"new\":[{}],"))))
        .isEqualTo(EXAMPLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"alert\":\"region_failover\", | | field alert is missing",
        "\"region_failover\" | null | field alert is missing",
        "\"region_failover\" | 7 | field alert is not a string",
        "\"firing\" | \"burning\" | field state has the unknown value burning",
        "\"condition\" | \"\" | field reason has the unknown value ''",
        "\"critical\" | \"fatal\" | field severity has the unknown value fatal",
        "{\"check\":\"api\",\"region\":\"us-west-2\"} | [] | field labels is not an object",
        "\"us-west-2\" | 2 | labels.region is not a string",
        "\"value\":3.0 | \"value\":\"3\" | field value is not a number",
        "\"value\":3.0 | \"value\":1e999 | field value is not a number",
        "\"at\":1763700000000 | \"at\":1.5 | field at is not a whole number",
        "\"at\":1763700000000 | \"at\":9223372036854775808 | field at is not a whole number",
        "\"starts_at\":1763700000000 | \"starts_at\":\"\" | field starts_at is not a whole number",
        "1763699940000 | true | field timestamp is not a whole number",
        "\"value\":1.0 | \"value\":[] | field value is not a number",
        "\"evidence\":[{ | \"evidence\":[7,{ | field labels is missing",
        "\"annotations\":{} | \"annotations\":\"\" | field annotations is not an object",
        "\"notifications\":[] | \"notifications\":{} | field notifications is not an array",
        "\"notifications\":[] | \"notifications\":[{\"severity\":\"info\",\"type\":\"fax\"}] |"
            + " unknown notification type fax",
        "\"actions\":[] | \"actions\":[null] | field actions holds what is not a string",
        "\"actions\":[] | \"actions\":\"x\" | field actions is not an array",
      })
  void whatCannotBeReadIsNamed(String part, @Nullable String damaged, String message) {
    String json = EXAMPLE_JSON.replace(part, damaged == null ? "" : damaged);
    assertThat(json).isNotEqualTo(EXAMPLE_JSON);
    assertThatThrownBy(() -> TransitionJson.read(bytes(json)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message.replace("''", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "7", "\"firing\""})
  void whatIsNoObjectIsNoTransition(String json) {
    assertThatThrownBy(() -> TransitionJson.read(bytes(json)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a JSON object");
  }

  @Test
  void whatIsNotJsonIsNoTransition() {
    for (String json :
        new String[] {"{", "x", EXAMPLE_JSON.substring(0, 99), EXAMPLE_JSON + "}", "\u0000"}) {
      assertThatThrownBy(() -> TransitionJson.read(bytes(json)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("not JSON: ");
    }
  }

  @Test
  void unreadableBytesAreReportedByTheCodec() {
    assertThatThrownBy(() -> TransitionCodec.INSTANCE.fromBytes(new byte[] {2, '{', '}'}))
        .isInstanceOf(IOException.class)
        .hasMessage("an unreadable transition: field evidence is missing");
  }

  private static Transition withState(AlertStatus state, @Nullable Long startsAt) {
    return new Transition(
        "a",
        state,
        Reason.RULE_REMOVED,
        Severity.ERROR,
        Labels.EMPTY,
        "00",
        1.5,
        9,
        startsAt,
        null,
        List.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
