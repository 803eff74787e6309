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
  void whatIsWrittenIsRead() throws IOException {
    for (DeliveryState state : new DeliveryState[] {DeliveryState.NEW, busy()}) {
      assertThat(DeliveryStateCodec.INSTANCE.fromBytes(DeliveryStateCodec.INSTANCE.toBytes(state)))
          .isEqualTo(state);
    }
  }

  @Test
  void theBytesOfVersion1StayReadable() throws IOException {
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
    assertThat(DeliveryStateCodec.INSTANCE.fromBytes(golden)).isEqualTo(busy());
  }

  @Test
  void aTransitionLargerThan64KilobytesIsKept() throws IOException {
    var large = firing(T0, TestingTransitions.BOTH, Map.of("description", "x".repeat(200_000)));
    DeliveryState state = DeliveryPolicy.DEFAULT.plan(DeliveryState.NEW, large, T0, false).state();
    assertThat(DeliveryStateCodec.INSTANCE.fromBytes(DeliveryStateCodec.INSTANCE.toBytes(state)))
        .isEqualTo(state);
  }

  @Test
  void anUnknownVersionIsNamed() {
    assertThatThrownBy(() -> DeliveryStateCodec.INSTANCE.fromBytes(new byte[] {9}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 9");
  }

  @Test
  void bytesCutShortAreRefused() {
    byte[] bytes = DeliveryStateCodec.INSTANCE.toBytes(busy());
    assertThatThrownBy(
            () -> DeliveryStateCodec.INSTANCE.fromBytes(Arrays.copyOf(bytes, bytes.length / 2)))
        .isInstanceOf(IOException.class);
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
