package dev.pointsman.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventWireTest {

  private static final Event EVENT =
      new Event(
          Labels.of("check", "api", "region", "é"),
          1_763_700_000_000L,
          List.of(new Measurement("health_check", 1), new Measurement("latency_ms", 12.5)));

  private static final String BYTES =
      // two labels
      "02 05 636865636b 03 617069 06 726567696f6e 02 c3a9"
          // timestamp
          + "0000019aa4b64500"
          // two measurements: a whole number, a double
          + "02 0c 6865616c74685f636865636b 00 02"
          + "0a 6c6174656e63795f6d73 01 4029000000000000";

  @Test
  void anEventHasTheseBytes() {
    assertThat(EventCodec.INSTANCE.toBytes(EVENT)).isEqualTo(hex(BYTES));
  }

  @Test
  void theseBytesAreTheEvent() throws IOException {
    assertThat(EventCodec.INSTANCE.fromBytes(hex(BYTES))).isEqualTo(EVENT);
  }

  @Test
  void truncatedBytesAreNoEvent() {
    byte[] bytes = hex(BYTES);
    for (int length = 0; length < bytes.length; length++) {
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> EventCodec.INSTANCE.fromBytes(truncated))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void nothingInAnEventChangesSoThatItsCopyIsItself() {
    assertThat(EventCodec.INSTANCE.copy(EVENT)).isSameAs(EVENT);
    assertThat(LabelsCodec.INSTANCE.copy(EVENT.labels())).isSameAs(EVENT.labels());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
