package dev.pointsman.agent.remotewrite;

import static dev.pointsman.agent.remotewrite.TestingWriteRequest.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.WireFormat;
import dev.pointsman.agent.metric.Sample;
import dev.pointsman.event.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteRequestDecoderTest {

  private static final long AT = 1_763_700_000_123L;

  private static final TestingWriteRequest REQUEST =
      new TestingWriteRequest()
          .series(List.of("__name__", "up", "instance", "a:1", "job", "api"), 1, AT, 0, AT + 5)
          .series(List.of("__name__", "load", "job", "ünï"), -2.5, AT);

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void samplesComeWithTheirLabelsAndTimes(int version) throws MalformedRequestException {
    Labels up = Labels.of("instance", "a:1", "job", "api");
    WriteRequest request = decode(version, REQUEST);
    assertThat(request.samples())
        .containsExactly(
            new Sample("up", up, 1, AT),
            new Sample("up", up, 0, AT + 5),
            new Sample("load", Labels.of("job", "ünï"), -2.5, AT));
    assertThat(request.unsound()).isNull();
    assertThat(request.histograms()).isZero();
  }

  @Test
  void aMessageOfTheOtherVersionIsRefusedAndOneWithoutSeriesIsNot() throws Exception {
    byte[] first = REQUEST.version1();
    byte[] second = REQUEST.version2();
    assertThatThrownBy(() -> WriteRequestDecoder.version1(second))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining("the message of remote write 2.0");
    assertThatThrownBy(() -> WriteRequestDecoder.version2(first))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining("the message of remote write 1.0");
    assertThat(WriteRequestDecoder.version1(new byte[0]).samples()).isEmpty();
    byte[] metadata = {3 << 3 | 2, 2, 8, 1};
    assertThat(WriteRequestDecoder.version1(metadata).samples()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aSeriesThatIsNotSoundDoesNotHoldUpTheOthers(int version) throws MalformedRequestException {
    var mixed =
        new TestingWriteRequest()
            .series(List.of("job", "api"), 1, AT, 2, AT + 1)
            .series(List.of("__name__", "up", "job", ""), 1, AT)
            .series(List.of("__name__", "up", "a", "1", "a", "2"), 1, AT)
            .series(List.of("__name__", "up"), 1, AT);
    WriteRequest request = decode(version, mixed);
    assertThat(request.samples()).containsExactly(new Sample("up", Labels.EMPTY, 1, AT));
    assertThat(request.unsoundSamples()).isEqualTo(4);
    assertThat(request.unsound()).isEqualTo("a series has no name");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void nativeHistogramsAreCounted(int version) throws MalformedRequestException {
    var request = new TestingWriteRequest().histogram(List.of("__name__", "latency"));
    assertThat(decode(version, request).histograms()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theMostSamplesOfARequestAreBounded(int version) throws MalformedRequestException {
    var most = new double[2 * WriteRequestDecoder.MAX_SAMPLES];
    Arrays.fill(most, AT);
    List<String> up = List.of("__name__", "up");
    assertThat(decode(version, new TestingWriteRequest().series(up, most)).samples())
        .hasSize(WriteRequestDecoder.MAX_SAMPLES);
    var more = new TestingWriteRequest().series(up, most).series(up, 1, AT);
    assertThatThrownBy(() -> decode(version, more))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining("more than 50000 samples");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFewBytesDoNotBecomeGigabytesOfEvents(int version) {
    var samples = new double[2 * 10_000];
    Arrays.fill(samples, AT);
    var bomb =
        new TestingWriteRequest()
            .series(List.of("__name__", "up", "a", "x".repeat(16_000)), samples);
    assertThatThrownBy(() -> decode(version, bomb)).hasMessageContaining("too long");
  }

  @Test
  void moreLabelsThanASeriesCanHaveAreRefused() {
    byte[] label = message(out -> out.writeString(1, "a"));
    byte[] series =
        message(
            out -> {
              for (int i = 0; i < 1001; i++) {
                out.writeByteArray(1, label);
              }
            });
    byte[] request = message(out -> out.writeByteArray(1, series));
    assertThatThrownBy(() -> WriteRequestDecoder.version1(request))
        .hasMessageContaining("more than 1000 labels");
  }

  @Test
  void aReferenceToNoSymbolIsRefused() {
    for (int index : new int[] {1, 2, Integer.MAX_VALUE, -1}) {
      byte[] references = message(out -> out.writeUInt32NoTag(index));
      byte[] series = message(out -> out.writeByteArray(1, references));
      byte[] request =
          message(
              out -> {
                out.writeString(4, "");
                out.writeByteArray(5, series);
              });
      assertThatThrownBy(() -> WriteRequestDecoder.version2(request))
          .hasMessageContaining("symbol that is not there");
    }
  }

  @Test
  void groupsWithinGroupsAreNotFollowed() {
    byte[] groups =
        message(
            out -> {
              for (int i = 0; i < 100_000; i++) {
                out.writeTag(9, WireFormat.WIRETYPE_START_GROUP);
              }
            });
    assertThatThrownBy(() -> WriteRequestDecoder.version1(groups))
        .isInstanceOf(MalformedRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void damageIsRefusedOrReadAndNothingElse(int version) {
    var random = new Random(20_261_122);
    byte[] sound = version == 1 ? REQUEST.version1() : REQUEST.version2();
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] damaged = Arrays.copyOf(sound, random.nextInt(sound.length + 20));
      for (int changes = random.nextInt(5); changes > 0 && damaged.length > 0; changes--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(
                (version == 1
                        ? WriteRequestDecoder.version1(damaged)
                        : WriteRequestDecoder.version2(damaged))
                    .samples())
            .hasSizeLessThan(100);
      } catch (MalformedRequestException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  private static WriteRequest decode(int version, TestingWriteRequest request)
      throws MalformedRequestException {
    return version == 1
        ? WriteRequestDecoder.version1(request.version1())
        : WriteRequestDecoder.version2(request.version2());
  }
}
