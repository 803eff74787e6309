package dev.pointsman.agent.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class SnappyBlockTest {

  private static final int LIMIT = 1_000_000;

  private final Random random = new Random(20_261_122);

  @Test
  void whatAnotherSnappyPackedIsUnpacked() throws IOException, MalformedRequestException {
    for (int i = 0; i < 500; i++) {
      byte[] bytes = bytes(random.nextInt(200_000));
      assertThat(SnappyBlock.unpack(Snappy.compress(bytes), LIMIT)).isEqualTo(bytes);
    }
  }

  @Test
  void noMoreThanTheLimitIsUnpacked() throws IOException, MalformedRequestException {
    byte[] packed = Snappy.compress(new byte[LIMIT]);
    assertThat(SnappyBlock.unpack(packed, LIMIT)).hasSize(LIMIT);
    assertThatThrownBy(() -> SnappyBlock.unpack(packed, LIMIT - 1))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining("more than 999999 bytes");
  }

  @Test
  void aLengthThatIsALieAllocatesNothing() {
    byte[][] lies = {
      {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0},
      {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 0},
      {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x01},
      {(byte) 0xff},
      {}
    };
    for (byte[] lie : lies) {
      assertThatThrownBy(() -> SnappyBlock.unpack(lie, LIMIT))
          .isInstanceOf(MalformedRequestException.class);
    }
  }

  @Test
  void aBlockThatIsCutOffOrHasMoreIsRefused() throws IOException {
    byte[] packed = Snappy.compress(bytes(2000));
    for (int cut = 0; cut < packed.length; cut++) {
      byte[] start = Arrays.copyOf(packed, cut);
      assertThatThrownBy(() -> SnappyBlock.unpack(start, LIMIT))
          .isInstanceOf(MalformedRequestException.class);
    }
    byte[] more = Arrays.copyOf(packed, packed.length + 2);
    assertThatThrownBy(() -> SnappyBlock.unpack(more, LIMIT))
        .isInstanceOf(MalformedRequestException.class);
  }

  @Test
  void damageIsRefusedOrGivesAsManyBytesAsItSays() throws IOException {
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] packed = Snappy.compress(bytes(random.nextInt(300)));
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        packed[random.nextInt(packed.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(SnappyBlock.unpack(packed, LIMIT)).hasSizeLessThanOrEqualTo(LIMIT);
      } catch (MalformedRequestException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  /** With repetitions, as messages have them. */
  private byte[] bytes(int length) {
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = i > 20 && random.nextInt(8) > 0 ? bytes[i - 20] : (byte) random.nextInt(256);
    }
    return bytes;
  }
}
