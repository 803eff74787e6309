package dev.pointsman.alert;

import static dev.pointsman.alert.StateHistory.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * A group's memory as version 2 writes it into checkpoints. The bytes here never change: a later
 * version brings a class of its own, and takes from this one only the tests of the writer.
 */
class StateVersion2Test {

  private static final String MEMORY =
      """
      029e03c0b3e0a5aa33a083c2cbd46603036c6167096c61675f62797465730968
      656172746265617404020206726567696f6e0975732d776573742d3207726570
      6c696361027231020000049fef0fc0a907009f8d060100b81701014097720000
      0000000100c81a010090030100019f9c0101000a020206726567696f6e097573
      2d776573742d32077265706c696361027234010000018fa10f01006402020672
      6567696f6e0975732d776573742d32077265706c696361026e3101020001fff0
      04010002020206726567696f6e0975732d776573742d32077265706c69636102
      723202000001dfd4030100a01f010001dfd40301000204076c616767696e6700
      010000027852d6ef8818f3230100013e00d00f00000200029fef0f00b8170001
      018fa10f006455de7d2cc7c52ecf0101013e00000002dfc5080028e0d4030005
      71756965740007fff004009f9c0101583a6b39f7d959f0000009737573746169
      6e6564000100000105b7a690f863e0de0100013e00c80100000200029fef0f00
      b8170001018fa10f00640777616974696e67000100000133b22ede1b1ee1eb00
      00
      """;

  @Test
  void todaysWriterWritesTheseBytes() {
    assertThat(lines(stored(StateHistory.history().memory()))).isEqualTo(MEMORY);
  }

  @Test
  void whatIsReadIsWrittenAgainAsItWas() throws IOException {
    assertThat(lines(stored(read()))).isEqualTo(MEMORY);
  }

  @Test
  void aGroupGoesOnFromTheseBytesAsIfItHadNeverStopped() throws IOException {
    StateHistory.Group original = StateHistory.history();
    var restored = new StateHistory.Group(read(), StateHistory.history().alerts());
    assertThat(StateHistory.future(restored)).isEqualTo(StateHistory.future(original)).hasSize(4);
  }

  @Test
  void bytesThatAreCutOffAreNoState() {
    byte[] all = bytes();
    for (int length = 0; length < all.length; length++) {
      byte[] cut = Arrays.copyOf(all, length);
      assertThatThrownBy(() -> GroupMemoryCodec.INSTANCE.fromBytes(cut))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void bytesThatAreCorruptAreNoStateOrAnotherAndNothingWorse() {
    byte[] all = bytes();
    for (int i = 1; i < all.length; i++) {
      for (int flip : new int[] {0x01, 0x40, 0x80, 0xff}) {
        byte[] corrupt = all.clone();
        corrupt[i] ^= (byte) flip;
        try {
          GroupMemoryCodec.INSTANCE.fromBytes(corrupt).open(GROUP.labels());
        } catch (IOException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    }
  }

  private static GroupMemory read() throws IOException {
    return GroupMemoryCodec.INSTANCE.fromBytes(bytes()).open(GROUP.labels());
  }

  private static byte[] stored(GroupMemory memory) {
    return GroupMemoryCodec.INSTANCE.toBytes(StoredMemory.of(memory, GROUP.labels()));
  }

  /** Hexadecimal, 32 bytes a line. */
  private static String lines(byte[] bytes) {
    return HexFormat.of().formatHex(bytes).replaceAll(".{1,64}", "$0\n");
  }

  private static byte[] bytes() {
    return HexFormat.of().parseHex(MEMORY.replace("\n", ""));
  }
}
