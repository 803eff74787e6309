package dev.pointsman.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.EventDecoder.Decoded;
import dev.pointsman.event.Rejection.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {

  private static final long LATEST = 2_000_000_000_000L;

  private static final String HEALTH_CHECK =
      """
      {"check":"api","target":"a","region":"us-west-2","observer":"us-east-1","status":"down",
       "latency_ms":12.5,"error":"connection refused","timestamp":1763700000000}
      """;

  private static final String REPLICATION_LAG =
      """
      {"cluster":"orders","replica":"r1","region":"us-west-2","lag_ms":1500,"lag_bytes":4096,
       "sync_state":"async","timestamp":1763700000000}
      """;

  private static final String METRIC =
      """
      {"metric":"queue_depth","labels":{"service":"s","instance":"i"},"value":3,
       "timestamp":1763700000000}
      """;

  @Test
  void aHealthCheckIsOneWhenDownWithItsLatencyBesideIt() {
    assertThat(accepted(EventKind.HEALTH_CHECK, HEALTH_CHECK))
        .isEqualTo(
            new Event(
                Labels.of(
                    "check", "api", "target", "a", "region", "us-west-2", "observer", "us-east-1"),
                1_763_700_000_000L,
                List.of(
                    new Measurement("health_check", 1),
                    new Measurement("health_check_latency_ms", 12.5))));
  }

  @Test
  void labelsThatAnAlertCouldNotRepeatAreTooLarge() {
    String longest = "v".repeat(EventDecoder.MAX_LABEL_CHARS - "a".length());
    String metric = "{\"metric\":\"m\",\"labels\":{\"a\":\"%s\"},\"value\":1,\"timestamp\":%d}";
    assertThat(accepted(EventKind.METRIC, metric.formatted(longest, 1_763_700_000_000L)).labels())
        .isEqualTo(Labels.of("a", longest));
    assertThat(
            rejected(EventKind.METRIC, metric.formatted(longest + "v", 1_763_700_000_000L))
                .reason())
        .isEqualTo(Rejection.Reason.TOO_LARGE);
  }

  @Test
  void aHealthCheckIsZeroWhenUp() {
    assertThat(accepted(EventKind.HEALTH_CHECK, HEALTH_CHECK.replace("down", "up")).measurements())
        .first()
        .isEqualTo(new Measurement("health_check", 0));
  }

  @Test
  void whatIsOptionalInAHealthCheckMayBeMissingOrNull() {
    for (String rest : new String[] {"", ",\"observer\":null,\"latency_ms\":null,\"error\":null"}) {
      Event event =
          accepted(
              EventKind.HEALTH_CHECK,
              "{\"check\":\"c\",\"target\":\"t\",\"region\":\"r\",\"status\":\"up\",\"timestamp\":"
                  + "1763700000000"
                  + rest
                  + "}");
      assertThat(event.labels()).isEqualTo(Labels.of("check", "c", "target", "t", "region", "r"));
      assertThat(event.measurements()).containsExactly(new Measurement("health_check", 0));
    }
  }

  @Test
  void replicationLagIsOneReadingForEachLag() {
    assertThat(accepted(EventKind.REPLICATION_LAG, REPLICATION_LAG))
        .isEqualTo(
            new Event(
                Labels.of("cluster", "orders", "replica", "r1", "region", "us-west-2"),
                1_763_700_000_000L,
                List.of(
                    new Measurement("replication_lag", 1500),
                    new Measurement("replication_lag_bytes", 4096))));
  }

  @Test
  void oneOfTheTwoLagsIsEnough() {
    assertThat(
            accepted(EventKind.REPLICATION_LAG, without(REPLICATION_LAG, "lag_ms")).measurements())
        .containsExactly(new Measurement("replication_lag_bytes", 4096));
    assertThat(
            accepted(EventKind.REPLICATION_LAG, REPLICATION_LAG.replace("4096", "null"))
                .measurements())
        .containsExactly(new Measurement("replication_lag", 1500));
  }

  @Test
  void aMetricIsItself() {
    assertThat(accepted(EventKind.METRIC, METRIC).readings())
        .containsExactly(
            new Reading(
                "queue_depth", Labels.of("instance", "i", "service", "s"), 3, 1_763_700_000_000L));
  }

  @ParameterizedTest
  @CsvSource({
    "HEALTH_CHECK, check",
    "HEALTH_CHECK, target",
    "HEALTH_CHECK, region",
    "HEALTH_CHECK, status",
    "HEALTH_CHECK, timestamp",
    "REPLICATION_LAG, cluster",
    "REPLICATION_LAG, replica",
    "REPLICATION_LAG, region",
    "REPLICATION_LAG, timestamp",
    "METRIC, metric",
    "METRIC, labels",
    "METRIC, value",
    "METRIC, timestamp"
  })
  void aRequiredFieldThatIsMissingOrNullIsNamed(EventKind kind, String field) {
    String json = example(kind);
    var missing = new Rejection(Reason.MISSING_FIELD, field + " is missing");
    assertThat(rejected(kind, without(json, field))).isEqualTo(missing);
    assertThat(rejected(kind, with(json, field, "null"))).isEqualTo(missing);
  }

  @Test
  void replicationLagNeedsALag() {
    assertThat(
            rejected(
                EventKind.REPLICATION_LAG,
                without(without(REPLICATION_LAG, "lag_ms"), "lag_bytes")))
        .hasToString("missing_field: neither lag_ms nor lag_bytes is there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "HEALTH_CHECK | check | 7 | check must be a string, not 7",
        "HEALTH_CHECK | region | true | region must be a string, not true",
        "HEALTH_CHECK | target | [\"a\"] | target must be a string, not an array",
        "HEALTH_CHECK | status | 1 | status must be a string, not 1",
        "HEALTH_CHECK | observer | {} | observer must be a string, not an object",
        "HEALTH_CHECK | latency_ms | \"12\" | latency_ms must be a number, not \"12\"",
        "HEALTH_CHECK | error | {\"code\":7} | error must be a string, not an object",
        "REPLICATION_LAG | lag_ms | false | lag_ms must be a number, not false",
        "REPLICATION_LAG | lag_bytes | {} | lag_bytes must be a number, not an object",
        "REPLICATION_LAG | sync_state | 0 | sync_state must be a string, not 0",
        "METRIC | metric | 1.5 | metric must be a string, not 1.5",
        "METRIC | labels | [] | labels must be an object, not an array",
        "METRIC | labels | \"a\" | labels must be an object, not \"a\"",
        "METRIC | labels | {\"a\":1} | labels.a must be a string, not 1",
        "METRIC | labels | {\"a\":null} | labels.a must be a string, not null",
        "METRIC | labels | {\"a\":{}} | labels.a must be a string, not an object",
        "METRIC | value | \"NaN\" | value must be a number, not \"NaN\"",
        "METRIC | value | [1] | value must be a number, not an array",
      })
  void aFieldOfTheWrongTypeIsNamedWithWhatWasFound(
      EventKind kind, String field, String value, String detail) {
    assertThat(rejected(kind, with(example(kind), field, value)))
        .isEqualTo(new Rejection(Reason.WRONG_TYPE, detail));
  }

  @Test
  void whatIsQuotedInARejectionIsShort() {
    assertThat(rejected(EventKind.METRIC, with(METRIC, "value", '"' + "9".repeat(5000) + '"')))
        .extracting(Rejection::detail)
        .isEqualTo("value must be a number, not \"" + "9".repeat(40) + "…\"");
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, NaN",
    "Infinity, Infinity",
    "-Infinity, -Infinity",
    "1e999, Infinity",
    "-1e999, -Infinity"
  })
  void aValueThatIsNotFiniteIsRejected(String value, String shown) {
    assertThat(rejected(EventKind.METRIC, with(METRIC, "value", value)))
        .isEqualTo(new Rejection(Reason.NOT_FINITE, "value is " + shown));
    assertThat(rejected(EventKind.REPLICATION_LAG, with(REPLICATION_LAG, "lag_bytes", value)))
        .isEqualTo(new Rejection(Reason.NOT_FINITE, "lag_bytes is " + shown));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0.0",
    "1e-400, 0",
    "-2.5, -2.5",
    "1.7976931348623157e308, 1.7976931348623157e308",
    "9223372036854775807, 9.223372036854775807e18",
    "-9223372036854775809, -9.223372036854775809e18",
    "123456789012345678901234567890, 1.2345678901234568e29"
  })
  void everyOtherNumberIsTakenAsTheNearestDouble(String value, double expected) {
    assertThat(accepted(EventKind.METRIC, with(METRIC, "value", value)).measurements())
        .containsExactly(new Measurement("queue_depth", expected));
  }

  @Test
  void anIntegerBeyondTheDoublesIsNotFinite() {
    assertThat(rejected(EventKind.METRIC, with(METRIC, "value", "9".repeat(400))).reason())
        .isEqualTo(Reason.NOT_FINITE);
  }

  @Test
  void aStatusIsUpOrDownToTheLetter() {
    assertThat(rejected(EventKind.HEALTH_CHECK, HEALTH_CHECK.replace("\"down\"", "\"Down\"")))
        .isEqualTo(new Rejection(Reason.UNKNOWN_STATUS, "status is \"Down\", not up or down"));
  }

  @Test
  void unknownFieldsArePassedOverWhateverTheyHold() {
    String unknown =
        "{\"unknown\":{\"value\":\"x\",\"deep\":[[{\"timestamp\":[1e999]}],{}]},\"Value\":[1,2],"
            + "\"null\":null,\"flag\":true,\"huge\":1e999,\"target\":{\"a\":[1]},";
    assertThat(accepted(EventKind.METRIC, METRIC.replaceFirst("\\{", unknown)))
        .isEqualTo(accepted(EventKind.METRIC, METRIC));
  }

  @Test
  void theLastOfFieldsWithTheSameNameStands() {
    assertThat(
            accepted(EventKind.METRIC, METRIC.replace("\"value\":3", "\"value\":\"x\",\"value\":4"))
                .measurements())
        .containsExactly(new Measurement("queue_depth", 4));
  }

  @Test
  void aLabelMayBeEmptyAndNeedNotBeThere() {
    assertThat(
            accepted(EventKind.METRIC, with(METRIC, "labels", "{\"\":\"\",\"a\":\"\"}")).labels())
        .isEqualTo(Labels.of("", "", "a", ""));
    assertThat(accepted(EventKind.METRIC, with(METRIC, "labels", "{}")).labels())
        .isEqualTo(Labels.EMPTY);
  }

  @Test
  void halfACharacterIsRejectedWhereItWouldNameSomething() {
    assertThat(rejected(EventKind.METRIC, with(METRIC, "labels", "{\"a\":\"x\\ud83d\"}")))
        .hasToString("wrong_type: labels.a must be made of whole characters, not \"x?\"");
    for (String name : new String[] {"\\ude00", "\\ud83d", "a\\ud83d", "\\ud83da"}) {
      assertThat(
              rejected(EventKind.METRIC, with(METRIC, "labels", "{\"" + name + "\":\"x\"}"))
                  .reason())
          .isEqualTo(Reason.NOT_JSON);
    }
    assertThat(rejected(EventKind.METRIC, with(METRIC, "metric", "\"\\ud83d\\ud83d\"")))
        .hasToString("wrong_type: metric must be made of whole characters, not \"??\"");
    assertThat(
            accepted(EventKind.METRIC, with(METRIC, "labels", "{\"a\":\"\\ud83d\\ude00\"}"))
                .labels())
        .isEqualTo(Labels.of("a", "😀"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "null",
        "7",
        "\"text\"",
        "[]",
        "[{\"metric\":\"m\"}]",
        "{",
        "{\"metric\"",
        "{\"metric\":\"m\"",
        "{\"metric\":\"m\",}",
        "{'metric':'m'}",
        "{metric:\"m\"}",
        "{\"metric\":\"m\"} {}",
        "{\"metric\":\"m\"}}",
        "{\"metric\":tru}",
        "{\"metric\":01}",
        "{\"metric\":\"a\nb\"}"
      })
  void whatIsNotOneJsonObjectIsRejectedAsNotJson(String text) {
    assertThat(rejected(EventKind.METRIC, text).reason()).isEqualTo(Reason.NOT_JSON);
    assertThat(rejected(EventKind.METRIC, text).detail()).isNotBlank();
  }

  @Test
  void textThatIsNotUtf8IsNotJson() {
    byte[] bytes = METRIC.getBytes(StandardCharsets.UTF_8);
    bytes[METRIC.indexOf("queue_depth")] = (byte) 0xFF;
    assertThat(decoder().decode(EventKind.METRIC, bytes, LATEST))
        .isInstanceOfSatisfying(
            Decoded.Rejected.class,
            it -> assertThat(it.rejection().reason()).isEqualTo(Reason.NOT_JSON));
  }

  @Test
  void nestingThatIsTooDeepIsRejectedNotFollowed() {
    for (String open : new String[] {"[", "{\"a\":"}) {
      String deep = METRIC.replaceFirst("\\{", "{\"deep\":" + open.repeat(100_000));
      assertThat(rejected(EventKind.METRIC, deep).reason()).isEqualTo(Reason.NOT_JSON);
    }
  }

  @Test
  void inAMixedFileTheKindIsToldByMetricThenCheckThenCluster() {
    assertThat(acceptedOfAnyKind(METRIC)).isEqualTo(accepted(EventKind.METRIC, METRIC));
    assertThat(acceptedOfAnyKind(HEALTH_CHECK))
        .isEqualTo(accepted(EventKind.HEALTH_CHECK, HEALTH_CHECK));
    assertThat(acceptedOfAnyKind(REPLICATION_LAG))
        .isEqualTo(accepted(EventKind.REPLICATION_LAG, REPLICATION_LAG));

    String both = HEALTH_CHECK.replaceFirst("\\{", "{\"cluster\":\"c\",");
    assertThat(acceptedOfAnyKind(both)).isEqualTo(accepted(EventKind.HEALTH_CHECK, HEALTH_CHECK));
    String all = METRIC.replaceFirst("\\{", "{\"cluster\":\"c\",\"check\":\"c\",");
    assertThat(acceptedOfAnyKind(all)).isEqualTo(accepted(EventKind.METRIC, METRIC));
  }

  @Test
  void anEventOfNoKindIsRejected() {
    assertThat(decoder().decode(bytes("{\"value\":1}"), LATEST))
        .isEqualTo(
            new Decoded.Rejected(
                new Rejection(
                    Reason.UNKNOWN_KIND, "none of the fields metric, check, cluster is there")));
  }

  @Test
  void aKnownKindIsNotToldByTheFields() {
    assertThat(rejected(EventKind.METRIC, HEALTH_CHECK))
        .hasToString("missing_field: metric is missing");
  }

  private static String example(EventKind kind) {
    return switch (kind) {
      case HEALTH_CHECK -> HEALTH_CHECK;
      case REPLICATION_LAG -> REPLICATION_LAG;
      case METRIC -> METRIC;
    };
  }

  /** An example with a field of the top object taken out; its value must hold no comma. */
  private static String without(String json, String field) {
    return with(json, field, null);
  }

  private static String with(String json, String field, @Nullable String value) {
    var kept = new ArrayList<String>();
    String body = json.strip();
    for (String each :
        body.substring(1, body.length() - 1).split(",(?=\\s*\"\\w+\":)(?![^{]*})", -1)) {
      if (!each.strip().startsWith('"' + field + '"')) {
        kept.add(each);
      }
    }
    if (value != null) {
      kept.add('"' + field + "\":" + value);
    }
    return '{' + String.join(",", kept) + '}';
  }

  private static Event accepted(EventKind kind, String json) {
    return event(decoder().decode(kind, bytes(json), LATEST));
  }

  private static Event acceptedOfAnyKind(String json) {
    return event(decoder().decode(bytes(json), LATEST));
  }

  private static Event event(Decoded decoded) {
    assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
    return ((Decoded.Accepted) decoded).event();
  }

  private static Rejection rejected(EventKind kind, String json) {
    Decoded decoded = decoder().decode(kind, bytes(json), LATEST);
    assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
    return ((Decoded.Rejected) decoded).rejection();
  }

  private static EventDecoder decoder() {
    return new EventDecoder(EventDecoder.EARLIEST);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
