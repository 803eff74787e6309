package dev.pointsman.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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
      // labels that the reader does not know: their hash, 21 bytes
      "00 a1efc988 15 "
          // two labels
          + "02 05 636865636b 03 617069 06 726567696f6e 02 c3a9"
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
  void labelsThatTheReaderKnowsAreNotWrittenAgain() throws IOException {
    var bytes = new ByteArrayOutputStream();
    EventCodec.INSTANCE.write(EVENT, EVENT.labels(), new DataOutputStream(bytes));
    assertThat(bytes.toByteArray())
        .isEqualTo(hex("01" + BYTES.substring(BYTES.indexOf("0000019"))));
    Event read =
        EventCodec.INSTANCE.read(
            EVENT.labels(), new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(read).isEqualTo(EVENT);
    assertThat(read.labels()).isSameAs(EVENT.labels());
  }

  @Test
  void theHashOfTheLabelsComesOverTheWire() throws IOException {
    byte[] bytes = LabelsWireCodec.INSTANCE.toBytes(EVENT.labels());
    assertThat(LabelsWireCodec.INSTANCE.fromBytes(bytes))
        .isEqualTo(EVENT.labels())
        .hasSameHashCodeAs(EVENT.labels());
    bytes[0] ^= 1; // so that it is seen not to be reckoned again
    assertThat(LabelsWireCodec.INSTANCE.fromBytes(bytes).hashCode())
        .isEqualTo(EVENT.labels().hashCode() ^ (1 << 24));
  }

  @Test
  void aMetricsNameComesOutAsTheSameTextEachTime() throws IOException {
    Event one = EventCodec.INSTANCE.fromBytes(hex(BYTES));
    Event other = EventCodec.INSTANCE.fromBytes(hex(BYTES));
    assertThat(one.measurements().get(0).metric())
        .isSameAs(other.measurements().get(0).metric())
        .isNotSameAs(one.measurements().get(1).metric());
  }

  @Test
  void namesThatShareAPlaceAreNotMistaken() throws IOException {
    for (int i = 0; i < 20_000; i++) {
      var event = new Event(Labels.EMPTY, 1, List.of(new Measurement("é" + i, i)));
      assertThat(EventCodec.INSTANCE.fromBytes(EventCodec.INSTANCE.toBytes(event)))
          .isEqualTo(event);
    }
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
    assertThat(LabelsWireCodec.INSTANCE.copy(EVENT.labels())).isSameAs(EVENT.labels());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
