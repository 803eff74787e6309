package dev.pointsman.job.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pointsman.event.Event;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.event.Origin;
import dev.pointsman.job.alerting.EventBatch.EventBatchCodec;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.Route;
import dev.pointsman.rule.RuleIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.plugable.SerializationDelegate;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.partitioner.KeyGroupStreamPartitioner;
import org.apache.flink.streaming.runtime.streamrecord.StreamElementSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one subtask sends comes out at another as it was, in its order. */
class EventBatchesTest {

  private static final int FULL = 8192;

  /** What comes before the events of a batch. */
  private static final int HEADER = 5;

  /** What an event of one value takes whose route is known: number, count, time and value. */
  private static final int EVENT = 4 + 1 + 8 + 8;

  /** What a group was sent. */
  private record Routed(GroupKey group, Event event) {}

  private final RuleIndex rules =
      new RuleIndex(
          TestingRuleFeed.of(
                  "{name: errors, by: [service], conditions: [{metric: errors, threshold: 5}]}",
                  "{name: down, conditions: [{metric: health_check, threshold: 3}]}",
                  "{name: slow, by: [target],"
                      + " conditions: [{metric: health_check_latency_ms, threshold: 9}]}",
                  "{name: both, by: [region], conditions: [{metric: health_check, threshold: 3},"
                      + " {metric: health_check_latency_ms, threshold: 9}]}")
              .current());
  private final Map<List<Object>, Origin> origins = new HashMap<>();
  private final List<EventBatch> sent = new ArrayList<>();
  private final OutgoingEvents outgoing = new OutgoingEvents(0, 1, 1, 1, sent::add);
  private final IncomingEvents incoming = new IncomingEvents();

  private static Event errors(String service, long timestamp, double value) {
    return new Event(
        Labels.of("host", "h", "service", service),
        timestamp,
        List.of(new Measurement("errors", value)));
  }

  private static Event check(String region, long timestamp, double latency) {
    return new Event(
        Labels.of("check", "api", "region", region, "target", "t"),
        timestamp,
        List.of(
            new Measurement("health_check", 1),
            new Measurement("health_check_latency_ms", latency)));
  }

  private @Nullable Route firstRoute(Event event) {
    List<String> metrics = event.measurements().stream().map(Measurement::metric).toList();
    return rules.firstRoute(
        origins.computeIfAbsent(
            List.of(event.labels(), metrics), each -> new Origin(event.labels(), metrics)));
  }

  /** Adds the events, and says what is to come out. */
  private List<Routed> add(OutgoingEvents to, Event... events) {
    var routed = new ArrayList<Routed>();
    for (Event event : events) {
      for (Route route = firstRoute(event); route != null; route = route.next()) {
        to.add(route, event);
        routed.add(new Routed(route.group(), route.part(event)));
      }
    }
    return routed;
  }

  /** Over the network. */
  private static EventBatch shuffled(EventBatch batch) throws IOException {
    return EventBatchCodec.INSTANCE.fromBytes(EventBatchCodec.INSTANCE.toBytes(batch));
  }

  private static List<Routed> received(IncomingEvents by, List<EventBatch> batches)
      throws IOException {
    var received = new ArrayList<Routed>();
    for (EventBatch each : batches) {
      by.begin(shuffled(each));
      while (by.next()) {
        received.add(new Routed(by.series().route().group(), by.event()));
      }
    }
    return received;
  }

  /** The series of each event that was sent. */
  private List<KnownSeries> series() throws IOException {
    var series = new ArrayList<KnownSeries>();
    for (EventBatch each : sent) {
      incoming.begin(shuffled(each));
      while (incoming.next()) {
        series.add(incoming.series());
      }
    }
    return series;
  }

  private List<Byte> beginnings() {
    return sent.stream().map(each -> each.bytes()[Integer.BYTES]).toList();
  }

  @Test
  void eventsComeOutInTheirOrderAsMuchOfThemAsEachGroupWants() throws Exception {
    List<Routed> expected =
        add(
            outgoing,
            errors("a", 1_763_700_000_001L, -0.0),
            check("é", 1_763_700_000_000L, 0.1 + 0.2),
            errors("a", Long.MIN_VALUE, 0.0),
            errors("b", Long.MAX_VALUE, Double.MIN_VALUE),
            check("é", 7, -Double.MAX_VALUE),
            check("w", 8, 12.5),
            errors("a", 7, 3));
    outgoing.flush();

    assertThat(expected).hasSize(4 + 3 * 3);
    assertThat(received(incoming, sent)).isEqualTo(expected);
  }

  @Test
  void aRouteIsToldOnceAndThenReferredTo() throws Exception {
    for (int i = 0; i < 3; i++) {
      add(outgoing, errors("a", i, i));
      outgoing.flush();
    }

    assertThat(sent.get(0).bytes()).hasSizeGreaterThan(HEADER + EVENT);
    assertThat(sent.get(1).bytes()).hasSize(HEADER + EVENT);
    assertThat(sent.get(2).bytes()).hasSize(HEADER + EVENT);
    assertThat(beginnings())
        .containsExactly(OutgoingEvents.BEGINS, OutgoingEvents.GOES_ON, OutgoingEvents.GOES_ON);
    assertThat(series()).hasSize(3).containsOnly(incoming.series());
  }

  @Test
  void aNewRouteIsKnownToAllBehindItHoweverFarTheReceiverLooksAhead() throws Exception {
    var expected = new ArrayList<Routed>();
    for (int i = 0; i < 200; i++) {
      String service = "s" + i / 3 % 40; // one of three meets its second where the look begins anew
      expected.addAll(add(outgoing, errors(service, i, i)));
    }
    outgoing.flush();

    assertThat(sent).hasSize(1);
    assertThat(received(incoming, sent)).isEqualTo(expected);
    List<KnownSeries> series = series();
    for (int i = 0; i < series.size(); i++) {
      assertThat(series.get(i)).isSameAs(series.get(i % 120 / 3 * 3));
    }
  }

  @Test
  void aBatchIsSentWhenAnotherEventDoesNotFit() throws Exception {
    var expected = new ArrayList<Routed>();
    int added = 0;
    while (sent.size() < 3) {
      expected.addAll(add(outgoing, errors("a", added, added)));
      added++;
    }
    assertThat(received(incoming, sent)).isEqualTo(expected.subList(0, added - 1));
    assertThat(sent)
        .allSatisfy(each -> assertThat(each.bytes().length).isBetween(FULL - EVENT + 1, FULL));

    outgoing.flush();
    assertThat(received(incoming, sent.subList(3, 4)))
        .isEqualTo(expected.subList(added - 1, added));
  }

  @Test
  void nothingIsSentWhereNothingWaits() {
    outgoing.flush();
    assertThat(sent).isEmpty();

    add(outgoing, errors("a", 1, 1));
    assertThat(sent).isEmpty();
    outgoing.flush();
    outgoing.flush();
    assertThat(sent).hasSize(1);
  }

  @Test
  void aRouteThatIsLongerThanABatchMakesOneLongerAndNoOther() throws Exception {
    String longOne = "s".repeat(2 * FULL);
    List<Routed> expected =
        add(outgoing, errors("a", 1, 1), errors(longOne, 2, 2), errors("a", 3, 3));
    assertThat(sent).hasSize(2);
    expected.addAll(add(outgoing, errors(longOne, 4, 4)));
    while (sent.size() < 4) {
      expected.addAll(add(outgoing, errors("a", 5, 5)));
    }
    outgoing.flush();

    assertThat(received(incoming, sent)).isEqualTo(expected);
    assertThat(sent)
        .extracting(each -> each.bytes().length > FULL)
        .containsExactly(false, true, false, false, false);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 128", "2, 8", "3, 8", "7, 128", "128, 128"})
  void eachEventComesToTheSubtaskThatFlinkGivesItsGroup(int receivers, int maxParallelism)
      throws Exception {
    var toAll = new OutgoingEvents(0, 1, receivers, maxParallelism, sent::add);
    var expected = new ArrayList<Routed>();
    for (int i = 0; i < 2_000; i++) {
      expected.addAll(add(toAll, errors("s" + i % 300, i, i)));
    }
    toAll.flush();

    var flink = new KeyGroupStreamPartitioner<>(EventBatch::key, maxParallelism);
    flink.setup(receivers);
    var record = new SerializationDelegate<>(recordSerializer());
    var batches = new HashMap<Integer, List<EventBatch>>();
    for (EventBatch each : sent) {
      record.setInstance(new StreamRecord<>(each));
      batches.computeIfAbsent(flink.selectChannel(record), i -> new ArrayList<>()).add(each);
    }
    for (int receiver = 0; receiver < receivers; receiver++) {
      int subtask = receiver;
      assertThat(received(new IncomingEvents(), batches.getOrDefault(subtask, List.of())))
          .isEqualTo(
              expected.stream()
                  .filter(
                      each ->
                          KeyGroupRangeAssignment.assignKeyToParallelOperator(
                                  each.group(), maxParallelism, receivers)
                              == subtask)
                  .toList());
    }
  }

  @SuppressWarnings("unchecked") // of the stream's elements only records are written
  private static TypeSerializer<StreamRecord<EventBatch>> recordSerializer() {
    var ofElements =
        new StreamElementSerializer<>(EventBatch.TYPE.createSerializer(new SerializerConfigImpl()));
    return (TypeSerializer<StreamRecord<EventBatch>>) (TypeSerializer<?>) ofElements;
  }

  @Test
  void behindTheShuffleABatchHasNoKey() throws Exception {
    add(outgoing, errors("a", 1, 1));
    outgoing.flush();
    EventBatch batch = shuffled(sent.get(0));
    assertThat(batch).isEqualTo(sent.get(0));
    assertThatThrownBy(batch::key).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatSeveralSendersToldIsNotMixed() throws Exception {
    var other = new OutgoingEvents(1, 2, 1, 1, sent::add);
    var expected = new ArrayList<Routed>();
    for (int i = 0; i < 5; i++) {
      expected.addAll(add(outgoing, errors("a", i, i), errors("b", i, i)));
      outgoing.flush();
      expected.addAll(add(other, errors("c", i, i), errors("d", i, i)));
      other.flush();
    }

    assertThat(received(incoming, sent)).isEqualTo(expected);
  }

  @Test
  void whereTooManyRoutesWereToldTheNumbersBeginAnew() throws Exception {
    var two = new OutgoingEvents(0, 1, 1, 2, Integer.MAX_VALUE, sent::add);
    List<Routed> expected =
        add(
            two,
            errors("a", 0, 0),
            errors("b", 1, 1),
            errors("a", 2, 2),
            errors("c", 3, 3),
            errors("b", 4, 4),
            errors("c", 5, 5),
            errors("b", 6, 6),
            errors("a", 7, 7));
    two.flush();

    assertThat(beginnings()).containsOnly(OutgoingEvents.BEGINS).hasSize(3);
    assertThat(received(incoming, sent)).isEqualTo(expected);
    List<KnownSeries> series = series();
    assertThat(series.get(2)).isSameAs(series.get(0));
    assertThat(series.get(6)).isSameAs(series.get(4)).isNotSameAs(series.get(1));
    assertThat(series.get(7)).isNotSameAs(series.get(0));
  }

  @Test
  void whereTheRoutesThatWereToldAreTooLongTogetherTheNumbersBeginAnew() throws Exception {
    int length = Objects.requireNonNull(firstRoute(errors("a", 0, 0))).toBytes().length;
    var two = new OutgoingEvents(0, 1, 1, Integer.MAX_VALUE, 2 * length, sent::add);
    List<Routed> expected =
        add(two, errors("a", 0, 0), errors("b", 1, 1), errors("a", 2, 2), errors("c", 3, 3));
    two.flush();
    expected.addAll(add(two, errors("c", 4, 4), errors("a", 5, 5), errors("a", 6, 6)));
    two.flush();
    expected.addAll(add(two, errors("longer than two ".repeat(20), 7, 7), errors("a", 8, 8)));
    two.flush();

    assertThat(beginnings())
        .containsExactly(
            OutgoingEvents.BEGINS,
            OutgoingEvents.BEGINS,
            OutgoingEvents.GOES_ON,
            OutgoingEvents.BEGINS,
            OutgoingEvents.BEGINS);
    assertThat(received(incoming, sent)).isEqualTo(expected);
  }

  @Test
  void aReceiverThatDidNotSeeTheBeginningSaysSo() throws Exception {
    var other = new OutgoingEvents(1, 2, 1, 1, sent::add);
    add(outgoing, errors("a", 1, 1));
    outgoing.flush();
    add(other, errors("a", 1, 1));
    other.flush();
    add(other, errors("a", 2, 2));
    other.flush();
    received(incoming, sent.subList(0, 1));

    assertThatThrownBy(() -> incoming.begin(shuffled(sent.get(2))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "events of sender 1 came without their beginning; unaligned checkpoints cannot be"
                + " restored");
  }

  @Test
  void aSenderThatBeginsAnewIsTakenAtItsWord() throws Exception {
    add(outgoing, errors("a", 1, 1), errors("b", 2, 2));
    outgoing.flush();
    received(incoming, sent);
    sent.clear();
    origins.clear();

    var restarted = new OutgoingEvents(0, 1, 1, 1, sent::add);
    List<Routed> expected = add(restarted, errors("b", 3, 3), errors("a", 4, 4));
    restarted.flush();

    assertThat(received(incoming, sent)).isEqualTo(expected);
  }
}
