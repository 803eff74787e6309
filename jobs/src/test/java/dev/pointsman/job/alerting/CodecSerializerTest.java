package dev.pointsman.job.alerting;

import dev.pointsman.alert.GroupJudge;
import dev.pointsman.alert.GroupMemory;
import dev.pointsman.alert.GroupMemoryCodec;
import dev.pointsman.alert.OpenAlerts;
import dev.pointsman.alert.OpenAlertsCodec;
import dev.pointsman.alert.StoredMemory;
import dev.pointsman.alert.Transition;
import dev.pointsman.alert.TransitionCodec;
import dev.pointsman.codec.Codec;
import dev.pointsman.event.Event;
import dev.pointsman.event.EventKind;
import dev.pointsman.event.Labels;
import dev.pointsman.event.Measurement;
import dev.pointsman.event.Rejection;
import dev.pointsman.job.codec.CodecTypeInfo;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.GroupKeyCodec;
import dev.pointsman.rule.RuleSet;
import dev.pointsman.rule.yaml.RuleLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.testutils.DeeplyEqualsChecker;
import org.junit.jupiter.api.Nested;

/** Everything that is kept or sent, held against Flink's contract for serializers. */
class CodecSerializerTest {

  private static final Labels LABELS =
      Labels.of("check", "api", "region", "us-west-2", "target", "a");
  private static final GroupKey KEY =
      new GroupKey(false, Labels.of("check", "api", "region", "us-west-2"));
  private static final RawEvent RAW =
      new RawEvent(EventKind.METRIC, "metrics", 3, 1L << 40, "{é".getBytes(StandardCharsets.UTF_8));

  /** A group that has seen so many failures; the third fires. */
  private record Group(GroupMemory memory, OpenAlerts alerts, List<Transition> told) {

    static Group after(int failures) {
      var rule =
          RuleLoader.parseRule(
              "test",
              "{name: r, conditions: [{metric: health_check, threshold: 3}], actions: [notify_team],"
                  + " notifications: [{type: slack, channel: '#c'}], annotations: {summary: s}}");
      var group = new Group(new GroupMemory(), new OpenAlerts(), new ArrayList<>());
      var judge = new GroupJudge(RuleSet.of(List.of(rule)), 0, intake -> {});
      for (int i = 0; i < failures; i++) {
        long time = JudgeHarness.START + i;
        var event = new Event(LABELS, time, List.of(new Measurement("health_check", 1)));
        judge.take(KEY, group.memory, group.alerts, event, time, group.told::add);
      }
      return group;
    }
  }

  /** What is equal is told by the bytes, since not every type has a notion of it. */
  abstract static class Contract<T> extends SerializerTestBase<T> {

    private final TypeInformation<T> type;
    private final T[] values;

    @SafeVarargs
    @SuppressWarnings("varargs") // the tests only read them
    Contract(TypeInformation<T> type, Codec<T> codec, T... values) {
      super(
          new DeeplyEqualsChecker()
              .withCustomCheck(
                  (one, other) -> type.getTypeClass().isInstance(one),
                  (one, other, checker) ->
                      Arrays.equals(
                          codec.toBytes(type.getTypeClass().cast(one)),
                          codec.toBytes(type.getTypeClass().cast(other)))));
      this.type = type;
      this.values = values;
    }

    @Override
    protected TypeSerializer<T> createSerializer() {
      return type.createSerializer(new SerializerConfigImpl());
    }

    @Override
    protected int getLength() {
      return -1;
    }

    @Override
    protected Class<T> getTypeClass() {
      return type.getTypeClass();
    }

    @Override
    protected T[] getTestData() {
      return values;
    }

    @Override
    protected boolean allowNullInstances(TypeSerializer<T> serializer) {
      return true;
    }
  }

  @Nested
  class OfRawEvents extends Contract<RawEvent> {
    OfRawEvents() {
      super(
          RawEvent.TYPE,
          RawEvent.RawEventCodec.INSTANCE,
          RAW,
          new RawEvent(null, "file", 0, 0, new byte[0]));
    }
  }

  @Nested
  class OfRejectedEvents extends Contract<RejectedEvent> {
    OfRejectedEvents() {
      super(
          RejectedEvent.TYPE,
          RejectedEvent.RejectedEventCodec.INSTANCE,
          new RejectedEvent(RAW, new Rejection(Rejection.Reason.NOT_JSON, "no object")),
          new RejectedEvent(RAW, new Rejection(Rejection.Reason.INVALID_RULE, "")));
    }
  }

  @Nested
  class OfEventBatches extends Contract<EventBatch> {
    OfEventBatches() {
      super(
          EventBatch.TYPE,
          EventBatch.EventBatchCodec.INSTANCE,
          new EventBatch(new byte[] {1, 2, 3}, KEY),
          new EventBatch(new byte[1 << 17], KEY));
    }
  }

  @Nested
  class OfKeys extends Contract<GroupKey> {
    OfKeys() {
      super(EventBatch.KEY_TYPE, GroupKeyCodec.INSTANCE, KEY, new GroupKey(true, LABELS));
    }
  }

  @Nested
  class OfTransitions extends Contract<Transition> {
    OfTransitions() {
      super(
          AlertingPipeline.TRANSITION_TYPE, TransitionCodec.INSTANCE, Group.after(3).told().get(0));
    }
  }

  @Nested
  class OfGroupMemories extends Contract<StoredMemory> {
    OfGroupMemories() {
      super(
          CodecTypeInfo.immutable(StoredMemory.class, GroupMemoryCodec.INSTANCE),
          GroupMemoryCodec.INSTANCE,
          StoredMemory.of(new GroupMemory(), KEY.labels()),
          StoredMemory.of(Group.after(1).memory(), KEY.labels()),
          StoredMemory.of(Group.after(3).memory(), KEY.labels()));
    }
  }

  @Nested
  class OfOpenAlerts extends Contract<OpenAlerts> {
    OfOpenAlerts() {
      super(
          CodecTypeInfo.mutable(OpenAlerts.class, OpenAlertsCodec.INSTANCE),
          OpenAlertsCodec.INSTANCE,
          new OpenAlerts(),
          Group.after(3).alerts());
    }
  }
}
