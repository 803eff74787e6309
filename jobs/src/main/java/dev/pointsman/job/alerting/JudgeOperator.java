package dev.pointsman.job.alerting;

import dev.pointsman.alert.GroupJudge;
import dev.pointsman.alert.GroupMemory;
import dev.pointsman.alert.GroupMemoryCodec;
import dev.pointsman.alert.OpenAlerts;
import dev.pointsman.alert.OpenAlertsCodec;
import dev.pointsman.alert.Transition;
import dev.pointsman.event.Event;
import dev.pointsman.job.codec.CodecTypeInfo;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.RuleSet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each group's memory and open alerts, and has them judged: the one keyed stage. The rules
 * come by the feed; a change is applied between two events, and costs what the open alerts cost,
 * not what the groups do, unless it changes who listens for silence.
 */
final class JudgeOperator extends AbstractStreamOperator<Transition>
    implements OneInputStreamOperator<RoutedEvent, Transition>,
        Triggerable<GroupKey, VoidNamespace> {

  private static final long serialVersionUID = 1;
  private static final long FOREVER = Duration.ofDays(100 * 365).toMillis();

  private final RuleFeed feed;
  private final Silence silence;
  private final Duration groupTtl;
  private final transient MailboxExecutor mailbox;

  private transient ValueStateDescriptor<GroupMemory> memoryDescriptor;
  private transient ValueStateDescriptor<OpenAlerts> alertsDescriptor;
  private transient ValueState<GroupMemory> memories;
  private transient ValueState<OpenAlerts> openAlerts;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient RuleFeed.Subscription rules;
  private transient JudgeMetrics judgeMetrics;
  private transient GroupJudge judge;
  private transient long listeningSince;

  /** Given to the judge where a group has no open alerts; most never have. */
  private transient OpenAlerts none;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
  JudgeOperator(
      StreamOperatorParameters<Transition> parameters,
      RuleFeed feed,
      Silence silence,
      Duration groupTtl) {
    super(parameters);
    this.feed = feed;
    this.silence = silence;
    this.groupTtl = groupTtl;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void open() throws Exception {
    super.open();
    rules = feed.subscribe(live -> mailbox.execute(this::apply, "apply changed rules"));
    memoryDescriptor =
        new ValueStateDescriptor<>(
            "group-memory", CodecTypeInfo.mutable(GroupMemory.class, GroupMemoryCodec.INSTANCE));
    if (silence == Silence.BY_WALL_CLOCK) {
      memoryDescriptor.enableTimeToLive(timeToLive());
    }
    memories = getPartitionedState(memoryDescriptor);
    alertsDescriptor =
        new ValueStateDescriptor<>(
            "open-alerts", CodecTypeInfo.mutable(OpenAlerts.class, OpenAlertsCodec.INSTANCE));
    openAlerts = getPartitionedState(alertsDescriptor);
    timers = getInternalTimerService("silence", VoidNamespaceSerializer.INSTANCE, this);
    none = new OpenAlerts();
    judgeMetrics = new JudgeMetrics(getMetricGroup(), countGroups());
    judgeMetrics.ruleVersion(rules::version);
    // After the rules have come, which may take a while: until then nobody listened.
    listeningSince =
        silence == Silence.BY_WALL_CLOCK
            ? getProcessingTimeService().getCurrentProcessingTime()
            : Long.MIN_VALUE / 2;
    judge = new GroupJudge(rules.current(), listeningSince, judgeMetrics);
    // What changed while the job was down; not before the operators behind this one are open.
    mailbox.execute(() -> settle(RuleSet.EMPTY), "apply the rules to the restored state");
  }

  /** Longer than anything that a rule may still want to know of a group. */
  private StateTtlConfig timeToLive() {
    long longest = rules.current().longestMemoryMillis();
    Duration ttl = Duration.ofMillis(Math.max(groupTtl.toMillis(), Math.min(longest, FOREVER)));
    return StateTtlConfig.newBuilder(ttl)
        .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
        .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
        .cleanupIncrementally(5, false)
        .cleanupInRocksdbCompactFilter(1000)
        .build();
  }

  private long countGroups() {
    try (var keys = getKeyedStateBackend().getKeys("group-memory", VoidNamespace.INSTANCE)) {
      return keys.count();
    }
  }

  /** Takes the rules as they are now: those of a change that came meanwhile may be older. */
  private void apply() throws Exception {
    RuleSet before = judge.rules();
    judge = new GroupJudge(rules.current(), listeningSince, judgeMetrics);
    settle(before);
  }

  /** Makes the state fit the rules that came in place of {@code before}. */
  private void settle(RuleSet before) throws Exception {
    closeRemoved();
    if (!listening(judge.rules()).equals(listening(before))) {
      scheduleAll();
    }
  }

  private static List<AlertRule> listening(RuleSet rules) {
    return rules.rules().stream()
        .filter(rule -> rule.noData().policy() != NoData.Policy.KEEP)
        .toList();
  }

  /** For groups that have been silent since before a rule began to listen. */
  private void scheduleAll() throws Exception {
    KeyedStateBackend<GroupKey> backend = getKeyedStateBackend();
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        memoryDescriptor,
        (GroupKey key, ValueState<GroupMemory> state) -> {
          GroupMemory memory = state.value();
          if (memory != null && schedule(key, memory)) {
            state.update(memory);
          }
        });
  }

  private void closeRemoved() throws Exception {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    KeyedStateBackend<GroupKey> backend = getKeyedStateBackend();
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        alertsDescriptor,
        (GroupKey key, ValueState<OpenAlerts> state) -> {
          OpenAlerts alerts = state.value();
          if (alerts != null && judge.closeRemoved(key, alerts, now, this::emit)) {
            store(alerts, true);
          }
        });
  }

  @Override
  public void processElement(StreamRecord<RoutedEvent> element) throws Exception {
    GroupKey key = element.getValue().key();
    Event event = element.getValue().event();
    GroupMemory memory = memories.value();
    if (memory == null) {
      memory = new GroupMemory();
      judgeMetrics.groupAdded();
    }
    OpenAlerts stored = openAlerts.value();
    OpenAlerts alerts = stored == null ? none : stored;
    long clock =
        silence == Silence.BY_WALL_CLOCK
            ? getProcessingTimeService().getCurrentProcessingTime()
            : event.timestamp();
    judge.take(key, memory, alerts, event, clock, this::emit);
    if (silence == Silence.BY_EVENT_TIME) {
      // A timer for a time that has passed would wait for the clock's next step.
      judge.silence(key, memory, alerts, timers.currentWatermark(), this::emit);
    }
    schedule(key, memory);
    memories.update(memory);
    store(alerts, stored != null);
  }

  @Override
  public void onEventTime(InternalTimer<GroupKey, VoidNamespace> timer) throws Exception {
    // The end of a replay is not silence: its last watermark is no time of an event.
    if (timers.currentWatermark() != Long.MAX_VALUE) {
      listen(timer, timers.currentWatermark());
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<GroupKey, VoidNamespace> timer) throws Exception {
    listen(timer, getProcessingTimeService().getCurrentProcessingTime());
  }

  private void listen(InternalTimer<GroupKey, VoidNamespace> timer, long clock) throws IOException {
    GroupMemory memory = memories.value();
    if (memory == null) {
      return;
    }
    if (memory.timer() == timer.getTimestamp()) {
      memory.setTimer(GroupMemory.NO_TIMER);
    }
    OpenAlerts stored = openAlerts.value();
    OpenAlerts alerts = stored == null ? none : stored;
    judge.silence(timer.getKey(), memory, alerts, clock, this::emit);
    schedule(timer.getKey(), memory);
    memories.update(memory);
    store(alerts, stored != null);
  }

  /**
   * Sets a timer where none is set that comes early enough; it looks again when it comes.
   *
   * @return whether the memory changed
   */
  private boolean schedule(GroupKey key, GroupMemory memory) {
    Long next = judge.nextSilence(key, memory);
    if (next == null || (memory.timer() != GroupMemory.NO_TIMER && memory.timer() <= next)) {
      return false;
    }
    memory.setTimer(next);
    if (silence == Silence.BY_WALL_CLOCK) {
      timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, next);
    } else {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, next);
    }
    return true;
  }

  private void store(OpenAlerts alerts, boolean isStored) throws IOException {
    if (!alerts.isEmpty()) {
      openAlerts.update(alerts);
      if (alerts == none) {
        none = new OpenAlerts();
      }
    } else if (isStored) {
      openAlerts.clear();
    }
  }

  private void emit(Transition transition) {
    judgeMetrics.transition(
        transition, getProcessingTimeService().getCurrentProcessingTime() - transition.at());
    output.collect(new StreamRecord<>(transition));
  }

  @Override
  public void close() throws Exception {
    RuleFeed.@Nullable Subscription opened = rules;
    if (opened != null) {
      opened.close();
    }
    super.close();
  }
}
