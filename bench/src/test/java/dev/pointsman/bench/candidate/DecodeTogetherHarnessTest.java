package dev.pointsman.bench.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.bench.recording.Fleet;
import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.EventKind;
import dev.pointsman.job.alerting.RawEvent;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // each test has its own
class DecodeTogetherHarnessTest {

  private static final Fleet FLEET = new Fleet(1_000);

  private OneInputStreamOperatorTestHarness<RawEvent, RawEvent> flink;

  @BeforeEach
  void start() throws Exception {
    flink = new OneInputStreamOperatorTestHarness<>(new DecodeTogether());
    flink.open();
  }

  @AfterEach
  void stop() throws Exception {
    flink.close();
  }

  private void take(int offset, byte[] json) throws Exception {
    flink.processElement(
        new StreamRecord<>(new RawEvent(EventKind.HEALTH_CHECK, "checks", 0, offset, json)));
  }

  private LongStream offsets() {
    return flink.extractOutputValues().stream().mapToLong(RawEvent::offset);
  }

  @Test
  void everyEventIsDecodedInItsOrderAndTheLastOnesAtTheEnd() throws Exception {
    int events = 2 * EventDecoder.MAX_ADDED + 5;
    for (int i = 0; i < events; i++) {
      take(i, FLEET.json(i, 0));
    }
    assertThat(offsets()).hasSize(2 * EventDecoder.MAX_ADDED);
    flink.endInput();
    flink.getOperator().finish();
    assertThat(offsets()).containsExactlyElementsOf(LongStream.range(0, events).boxed().toList());
  }

  @Test
  void whatCannotBeTakenInIsDropped() throws Exception {
    take(0, FLEET.json(0, 0));
    take(1, "nonsense".getBytes(StandardCharsets.UTF_8));
    take(2, FLEET.json(2, 0));
    flink.getOperator().finish();
    assertThat(offsets()).containsExactly(0L, 2L);
  }
}
