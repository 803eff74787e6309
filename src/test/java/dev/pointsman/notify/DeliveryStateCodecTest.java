package dev.pointsman.notify;

import static dev.pointsman.notify.TestingTransitions.SLACK;
import static dev.pointsman.notify.TestingTransitions.T0;
import static dev.pointsman.notify.TestingTransitions.firing;
import static dev.pointsman.notify.TestingTransitions.resolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryStateCodecTest {

  @Test
  void whatIsWrittenIsRead() {
    for (DeliveryState state : new DeliveryState[] {DeliveryState.NEW, busy()}) {
      assertThat(DeliveryStateCodec.decode(DeliveryStateCodec.encode(state))).isEqualTo(state);
    }
  }

  @Test
  void theBytesOfVersion1StayReadableAndAreStillWritten() throws IOException {
    byte[] golden;
    try (InputStream in = getClass().getResourceAsStream("delivery-state-1.hex")) {
      if (in == null) {
        throw new IOException("delivery-state-1.hex is missing");
      }
      golden =
          HexFormat.of()
              .parseHex(
                  new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
    }
    assertThat(DeliveryStateCodec.decode(golden)).isEqualTo(busy());
    assertThat(HexFormat.of().formatHex(DeliveryStateCodec.encode(busy())))
        .isEqualTo(HexFormat.of().formatHex(golden));
  }

  @Test
  void aTransitionLargerThan64KilobytesIsKept() {
    var large = firing(T0, TestingTransitions.BOTH, Map.of("description", "x".repeat(200_000)));
    DeliveryState state = DeliveryPolicy.DEFAULT.plan(DeliveryState.NEW, large, T0, false).state();
    assertThat(DeliveryStateCodec.decode(DeliveryStateCodec.encode(state))).isEqualTo(state);
  }

  @Test
  void anUnknownVersionIsNamed() {
    assertThatThrownBy(() -> DeliveryStateCodec.decode(new byte[] {9}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 9");
  }

  @Test
  void bytesCutShortAreRefused() {
    byte[] bytes = DeliveryStateCodec.encode(busy());
    assertThatThrownBy(() -> DeliveryStateCodec.decode(Arrays.copyOf(bytes, bytes.length / 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A trigger in flight to PagerDuty, its resolve behind it, the Slack message to be changed. */
  private static DeliveryState busy() {
    DeliveryPolicy policy = DeliveryPolicy.DEFAULT;
    DeliveryState state = policy.plan(DeliveryState.NEW, firing(T0), T0, false).state();
    for (Delivery delivery : state.due(T0)) {
      state = state.started(delivery);
    }
    var posted = new Answer.Accepted(Answer.How.SENT, new MessageRef("C01", "1763691200.000100"));
    state = policy.completed(state, SLACK, posted, T0 + 100).state();
    state = policy.plan(state, resolved(T0, T0 + 1000), T0 + 1000, false).state();
    return policy.plan(state, firing(T0 + 2000), T0 + 2000, true).state();
  }
}
