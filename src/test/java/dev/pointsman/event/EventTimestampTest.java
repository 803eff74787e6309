package dev.pointsman.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.EventDecoder.Decoded;
import dev.pointsman.event.Rejection.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimestampTest {

  private static final long EARLIEST = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  @ParameterizedTest
  @CsvSource({
    "2025-11-21T04:40:00Z, 2025-11-21T04:40:00Z",
    "2025-11-21t04:40:00z, 2025-11-21T04:40:00Z",
    "2025-11-21 04:40:00Z, 2025-11-21T04:40:00Z",
    "2025-11-21T04:40:00.5Z, 2025-11-21T04:40:00.500Z",
    "2025-11-21T04:40:00.1239Z, 2025-11-21T04:40:00.123Z",
    "2025-11-21T04:40:00.1234567890123Z, 2025-11-21T04:40:00.123Z",
    "2025-11-21T04:40:00+05:30, 2025-11-20T23:10:00Z",
    "2025-11-21T04:40:00-08:00, 2025-11-21T12:40:00Z",
    "2025-11-21T04:40:00-00:00, 2025-11-21T04:40:00Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
  })
  void aTimestampMayBeRfc3339(String text, Instant expected) {
    assertThat(timestamp('"' + text + '"', Long.MAX_VALUE)).isEqualTo(expected.toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-02-29T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "2025-11-31T00:00:00Z",
        "2025-11-21T24:00:00Z",
        "2025-11-21T04:60:00Z",
        "2025-11-21T04:40:00+19:00"
      })
  void aDateThatDoesNotExistIsNoPointInTime(String text) {
    assertThat(rejected('"' + text + '"', Long.MAX_VALUE))
        .isEqualTo(
            new Rejection(Reason.WRONG_TYPE, "timestamp \"" + text + "\" is no point in time"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"now\"",
        "\"1763700000000\"",
        "\"2025-11-21\"",
        "\"2025-11-21T04:40Z\"",
        "\"2025-11-21T04:40:00\"",
        "\"2025-11-21T04:40:000Z\"",
        "\"2025-11-21T04:40:00.Z\"",
        "\"2025-11-21T04:40:00+0530\"",
        "\"+12025-11-21T04:40:00Z\"",
        "\"2025-11-21T04:40:00Z \"",
        "1763700000000.5",
        "1.7637e12",
        "9223372036854775808",
        "true",
        "[]",
        "{}"
      })
  void anythingElseThanWholeMillisecondsIsOfTheWrongType(String json) {
    assertThat(rejected(json, Long.MAX_VALUE))
        .satisfies(
            it -> {
              assertThat(it.reason()).isEqualTo(Reason.WRONG_TYPE);
              assertThat(it.detail())
                  .startsWith(
                      "timestamp must be whole epoch milliseconds or an RFC 3339 text, not ");
            });
  }

  @Test
  void theYear2000BeginsWhatIsTaken() {
    assertThat(timestamp(EARLIEST + "", Long.MAX_VALUE)).isEqualTo(EARLIEST);
    assertThat(timestamp("\"2000-01-01T00:00:00Z\"", Long.MAX_VALUE)).isEqualTo(EARLIEST);
    assertThat(rejected(EARLIEST - 1 + "", Long.MAX_VALUE))
        .hasToString(
            "too_old: timestamp 946684799999 is before 2000-01-01; it counts milliseconds");
    assertThat(rejected("\"1999-12-31T23:59:59.999Z\"", Long.MAX_VALUE).reason())
        .isEqualTo(Reason.TOO_OLD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1763700000", "0", "-1", "-9223372036854775808", "\"0000-01-01T00:00:00Z\""})
  void whatIsFarInThePastIsTooOld(String json) {
    assertThat(rejected(json, Long.MAX_VALUE).reason()).isEqualTo(Reason.TOO_OLD);
  }

  @Test
  void theLatestThatIsTakenIsTheCallers() {
    long latest = 1_763_700_010_000L;
    assertThat(timestamp("1763700010000", latest)).isEqualTo(latest);
    assertThat(rejected("1763700010001", latest))
        .hasToString(
            "in_the_future: timestamp 1763700010001 is past 1763700010000, the latest that is"
                + " taken");
    assertThat(timestamp(Long.MAX_VALUE + "", Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theEarliestThatIsTakenIsTheDecoders() {
    assertThat(new EventDecoder(0).decode(EventKind.METRIC, event("0"), Long.MAX_VALUE))
        .isInstanceOf(Decoded.Accepted.class);
    assertThat(new EventDecoder(0).decode(EventKind.METRIC, event("-1"), Long.MAX_VALUE))
        .isInstanceOf(Decoded.Rejected.class);
  }

  private static long timestamp(String json, long latest) {
    Decoded decoded = decode(json, latest);
    assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
    return ((Decoded.Accepted) decoded).event().timestamp();
  }

  private static Rejection rejected(String json, long latest) {
    Decoded decoded = decode(json, latest);
    assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
    return ((Decoded.Rejected) decoded).rejection();
  }

  private static Decoded decode(String json, long latest) {
    return new EventDecoder(EventDecoder.EARLIEST).decode(EventKind.METRIC, event(json), latest);
  }

  private static byte[] event(String timestamp) {
    return ("{\"metric\":\"m\",\"labels\":{},\"value\":1,\"timestamp\":" + timestamp + "}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
