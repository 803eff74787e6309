package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.EventKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events wait for others that go with them, never longer than they may. */
@SuppressWarnings("NullAway.Init") // each test starts the operator as it needs it
class MatchWaitHarnessTest {

  private static final long WAIT_MILLIS = 5;
  private static final long NOT_AT_ALL = 0;
  private static final long UNTIL_THERE_ARE_ENOUGH = -1;

  private final TestingRuleFeed rules =
      TestingRuleFeed.of(
          "{name: errors, by: [service], conditions: [{metric: errors, threshold: 5}]}");
  private MatchHarness match;

  private void start(long waitMillis) throws Exception {
    start(Silence.BY_WALL_CLOCK, waitMillis);
  }

  private void start(Silence silence, long waitMillis) throws Exception {
    match = new MatchHarness(rules, 0, silence, waitMillis);
  }

  @AfterEach
  void stop() {
    match.close();
  }

  private void errors(String service) throws Exception {
    match.metric("errors", "\"service\":\"%s\"".formatted(service), MatchHarness.NOW);
  }

  /** Errors of services that are named by numbers, from {@code from} on. */
  private List<String> errors(int from, int to) throws Exception {
    var services = new ArrayList<String>();
    for (int i = from; i < to; i++) {
      String service = "s" + i % 7;
      services.add(service);
      errors(service);
    }
    return services;
  }

  private void temperature(String room) throws Exception {
    match.metric("temperature", "\"room\":\"%s\"".formatted(room), MatchHarness.NOW);
  }

  /** The one label of each group that was sent something. */
  private List<String> groups() throws IOException {
    var groups = new ArrayList<String>();
    for (MatchHarness.Routed each : match.routed()) {
      each.key().labels().forEach((name, value) -> groups.add(value));
    }
    return groups;
  }

  private int timers() {
    return match.flink().getProcessingTimeService().getNumActiveTimers();
  }

  private void finish() throws Exception {
    match.flink().endInput();
    match.flink().getOneInputOperator().finish();
  }

  @Test
  void eventsGoWithTheFirstOfThemWhenItsTimeHasCome() throws Exception {
    start(WAIT_MILLIS);

    errors("a");
    match.clock(3);
    errors("b");
    match.clock(4);
    assertThat(match.batches()).isEmpty();
    match.clock(5);
    assertThat(match.batches()).hasSize(1);

    match.clock(7);
    errors("c");
    match.clock(11);
    assertThat(match.batches()).hasSize(1);
    match.clock(12);
    assertThat(match.batches()).hasSize(2);
    assertThat(groups()).containsExactly("a", "b", "c");
  }

  @Test
  void oneTimerIsEnoughForAllThatWait() throws Exception {
    start(WAIT_MILLIS);
    assertThat(timers()).isZero();
    errors(0, 3 * EventDecoder.MAX_ADDED);
    assertThat(timers()).isEqualTo(1);
    match.clock(WAIT_MILLIS);
    assertThat(timers()).isZero();
  }

  @Test
  void anEventThatMayNotWaitGoesAtOnce() throws Exception {
    start(NOT_AT_ALL);
    errors("a");
    assertThat(match.batches()).hasSize(1);
    errors("b");
    assertThat(match.batches()).hasSize(2);
    assertThat(timers()).isZero();
  }

  @Test
  void moreThanAreDecodedTogetherWaitForTheirTimeAllTheSame() throws Exception {
    start(WAIT_MILLIS);

    List<String> services = errors(0, 2 * EventDecoder.MAX_ADDED + 5);
    assertThat(match.batches()).isEmpty();
    match.clock(WAIT_MILLIS);

    assertThat(match.batches()).hasSize(1);
    assertThat(groups()).isEqualTo(services);
  }

  @ParameterizedTest
  @ValueSource(longs = {WAIT_MILLIS, UNTIL_THERE_ARE_ENOUGH})
  void eventsThatAreEnoughForABatchWaitNoLonger(long waitMillis) throws Exception {
    start(waitMillis);

    var services = new ArrayList<String>();
    while (match.batches().isEmpty()) {
      services.addAll(errors(services.size(), services.size() + 1));
    }

    int sent = groups().size();
    assertThat(sent).isBetween(100, services.size());
    assertThat(groups()).isEqualTo(services.subList(0, sent));
  }

  @Test
  void eventsThatMayWaitForEverAreSentAtTheEndOfTheInput() throws Exception {
    start(UNTIL_THERE_ARE_ENOUGH);

    List<String> services = errors(0, EventDecoder.MAX_ADDED + 1);
    match.clock(3_600_000);
    assertThat(match.batches()).isEmpty();
    assertThat(timers()).isZero();
    finish();

    assertThat(groups()).isEqualTo(services);
  }

  @Test
  void atTheEndOfTheInputNothingWaitsForItsTime() throws Exception {
    start(WAIT_MILLIS);
    errors("a");
    finish();
    assertThat(groups()).containsExactly("a");
  }

  @Test
  void whatWaitsIsSentBeforeAWatermark() throws Exception {
    start(WAIT_MILLIS);

    List<String> services = errors(0, EventDecoder.MAX_ADDED + 1);
    match.flink().processWatermark(new Watermark(7));

    assertThat(match.flink().getOutput())
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(StreamRecord.class),
            second -> assertThat(second).isEqualTo(new Watermark(7)));
    assertThat(groups()).isEqualTo(services);
  }

  @Test
  void whatWaitsIsSentBeforeACheckpointAndNotAgain() throws Exception {
    start(WAIT_MILLIS);

    List<String> services = errors(0, EventDecoder.MAX_ADDED + 1);
    match.flink().prepareSnapshotPreBarrier(1);
    assertThat(groups()).isEqualTo(services);

    match.clock(WAIT_MILLIS);
    assertThat(match.batches()).hasSize(1);
    assertThat(timers()).isZero();
    errors("after it");
    match.clock(2 * WAIT_MILLIS);
    assertThat(match.batches()).hasSize(2);
  }

  @Test
  void whatIsRejectedWaitsTooAndEachComesOutInItsOrder() throws Exception {
    start(WAIT_MILLIS);

    for (int i = 0; i < EventDecoder.MAX_ADDED - 1; i++) {
      if (i % 3 == 0) {
        match.take(EventKind.METRIC, i, "{" + i);
      } else {
        errors("s" + i);
      }
    }
    assertThat(match.rejected()).isEmpty();
    match.clock(WAIT_MILLIS);

    var rejected = match.rejected();
    assertThat(rejected).hasSize(11);
    for (int i = 0; i < rejected.size(); i++) {
      assertThat(rejected.get(i).event().offset()).isEqualTo(3L * i);
      assertThat(rejected.get(i).event().value()).asString().isEqualTo("{" + 3 * i);
    }
    var accepted = new ArrayList<String>();
    for (int i = 0; i < EventDecoder.MAX_ADDED - 1; i++) {
      if (i % 3 != 0) {
        accepted.add("s" + i);
      }
    }
    assertThat(groups()).isEqualTo(accepted);
  }

  @Test
  void whatWaitsToBeRoutedGoesByTheRulesThatAreLiveThen() throws Exception {
    start(WAIT_MILLIS);

    temperature("1");
    errors("a");
    rules.put("{name: hot, by: [room], conditions: [{metric: temperature, threshold: 30}]}");
    temperature("2");
    rules.remove("errors");
    errors("b");
    match.clock(WAIT_MILLIS);

    assertThat(groups()).containsExactly("1", "2");
    assertThat(match.metrics().counter("eventsUnmatched")).isEqualTo(2);
  }

  @Test
  void whatIsRoutedIsSentOnceWhateverBecomesOfItsRule() throws Exception {
    start(WAIT_MILLIS);
    var expected = new ArrayList<String>(errors(0, EventDecoder.MAX_ADDED));

    rules.remove("errors");
    errors(0, EventDecoder.MAX_ADDED);
    rules.put("{name: again, by: [service], conditions: [{metric: errors, threshold: 9}]}");
    expected.addAll(errors(0, EventDecoder.MAX_ADDED));
    expected.addAll(errors(0, 3));
    match.clock(WAIT_MILLIS);

    assertThat(groups()).isEqualTo(expected);
    assertThat(match.metrics().counter("eventsUnmatched")).isEqualTo(EventDecoder.MAX_ADDED);
  }

  @Test
  void theClockOfAReplayMovesOnBehindTheEventsThatWaited() throws Exception {
    rules.put(
        "{name: quiet, by: [service], conditions: [{metric: errors, threshold: 5}],"
            + " no_data: alert}");
    start(Silence.BY_EVENT_TIME, UNTIL_THERE_ARE_ENOUGH);

    for (long age : new long[] {5, 9, 0, 3}) {
      match.metric("errors", "\"service\":\"a\"", MatchHarness.NOW - age);
    }
    assertThat(match.flink().getOutput()).isEmpty();
    finish();

    assertThat(match.flink().getOutput())
        .extracting(each -> each instanceof Watermark clock ? clock.getTimestamp() : "events")
        .containsExactly("events", MatchHarness.NOW - 5, "events", MatchHarness.NOW, "events");
    assertThat(match.routed())
        .extracting(each -> MatchHarness.NOW - each.event().timestamp())
        .containsExactly(5L, 9L, 0L, 3L);
  }
}
