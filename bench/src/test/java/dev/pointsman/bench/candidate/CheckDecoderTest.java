package dev.pointsman.bench.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.EventKind;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.job.alerting.RawEvent;
import java.nio.charset.StandardCharsets;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class CheckDecoderTest {

  private static final RawEvent DOWN =
      raw(
          """
          {"check":"api","target":"a","region":"r","status":"down","timestamp":1763700000000}
          """);

  private final CheckDecoder decoder = new CheckDecoder();

  @Test
  void whatCanBeTakenInIsAnEventAndNothingElseIs() {
    assertThat(decoder.decode(DOWN))
        .satisfies(
            event -> {
              assertThat(event.labels())
                  .isEqualTo(Labels.of("check", "api", "target", "a", "region", "r"));
              assertThat(event.measurements()).containsExactly(new Measurement("health_check", 1));
              assertThat(event.timestamp()).isEqualTo(1_763_700_000_000L);
            });
    assertThat(decoder.decode(raw("{\"check\":\"api\"}"))).isNull();
    assertThat(decoder.decode(raw("nonsense"))).isNull();
  }

  @Test
  void aCopyOfOneThatHasReadReadsTheSame() throws Exception {
    decoder.decode(DOWN);
    assertThat(InstantiationUtil.clone(decoder).decode(DOWN))
        .isNotNull()
        .isEqualTo(decoder.decode(DOWN));
  }

  private static RawEvent raw(String json) {
    return new RawEvent(
        EventKind.HEALTH_CHECK, "checks", 0, 0, json.getBytes(StandardCharsets.UTF_8));
  }
}
