package dev.pointsman.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pointsman.event.EventDecoder.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, the answer is an event or a rejection. */
class EventDecoderFuzzTest {

  private static final List<byte[]> EXAMPLES =
      List.of(
          bytes(
              """
              {"check":"api","target":"a","region":"é😀","observer":"\\ud83d\\ude00","status":"down",
               "latency_ms":12.5e-1,"x":[1,{"y":null}],"timestamp":"2025-11-21T04:40:00.5Z"}\
              """),
          bytes(
              """
              {"cluster":"c","replica":"r","region":"w","lag_ms":1500,"lag_bytes":-9999999999999999999,
               "sync_state":null,"timestamp":1763700000000}\
              """),
          bytes(
              """
              {"metric":"m","labels":{"a":"b","c":"\\n\\u0000"},"value":NaN,"timestamp":1763700000000}\
              """));

  private final Random random = new Random(7);

  @Test
  void everyTruncationIsAnswered() {
    for (byte[] example : EXAMPLES) {
      for (int length = 0; length < example.length; length++) {
        assertThat(decode(Arrays.copyOf(example, length))).isInstanceOf(Decoded.Rejected.class);
      }
    }
  }

  @Test
  void damagedEventsAreAnswered() {
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = EXAMPLES.get(i % EXAMPLES.size()).clone();
      int damages = 1 + random.nextInt(4);
      for (int j = 0; j < damages; j++) {
        bytes[random.nextInt(bytes.length)] =
            random.nextBoolean() ? (byte) random.nextInt(256) : bytes[random.nextInt(bytes.length)];
      }
      decode(bytes);
    }
  }

  @Test
  void garbageIsAnswered() {
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      decode(bytes);
      // Of what JSON is made, so that it gets further.
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) "{}[]\",:\\ue0-19.truefalsn \"metric\"".charAt((bytes[j] & 0xFF) % 33);
      }
      decode(bytes);
    }
  }

  private static Decoded decode(byte[] json) {
    var decoded = new Decoded[1];
    assertThatCode(
            () -> decoded[0] = new EventDecoder(EventDecoder.EARLIEST).decode(json, Long.MAX_VALUE))
        .as(() -> HexFormat.of().formatHex(json))
        .doesNotThrowAnyException();
    if (decoded[0] instanceof Decoded.Accepted accepted) {
      // Its labels come out of the bytes as they went in.
      Labels labels = accepted.event().labels();
      assertThatCode(
              () ->
                  assertThat(LabelsCodec.INSTANCE.fromBytes(LabelsCodec.INSTANCE.toBytes(labels)))
                      .isEqualTo(labels))
          .doesNotThrowAnyException();
    }
    return decoded[0];
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
