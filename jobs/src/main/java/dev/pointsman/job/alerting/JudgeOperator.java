package dev.pointsman.job.alerting;

import dev.pointsman.alert.GroupJudge;
import dev.pointsman.alert.GroupMemory;
import dev.pointsman.alert.SeriesMemory;
import dev.pointsman.alert.Transition;
import dev.pointsman.job.alerting.LiveGroups.Group;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.GroupKey;
import dev.pointsman.rule.NoData;
import dev.pointsman.rule.RuleSet;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.state.StateSnapshotContext;
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
 * not what the groups do. Where it changes who listens for silence, the groups are looked at
 * afterwards, a few between two batches of events.
 */
final class JudgeOperator extends AbstractStreamOperator<Transition>
    implements OneInputStreamOperator<EventBatch, Transition>,
        Triggerable<GroupKey, VoidNamespace> {

  private static final long serialVersionUID = 1;

  /** In one go, while events wait. */
  private static final int VISITS = 256;

  private static final long FOREVER = Duration.ofDays(100 * 365).toMillis();

  private final RuleFeed feed;
  private final Silence silence;
  private final GroupRetention retention;
  private final transient MailboxExecutor mailbox;

  private transient IncomingEvents incoming;
  private transient LiveGroups groups;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient RuleFeed.Subscription rules;
  private transient JudgeMetrics judgeMetrics;
  private transient GroupJudge judge;
  private transient long listeningSince;
  private transient boolean isScheduling;
  private transient Consumer<Transition> tell;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
  JudgeOperator(
      StreamOperatorParameters<Transition> parameters,
      RuleFeed feed,
      Silence silence,
      GroupRetention retention) {
    super(parameters);
    this.feed = feed;
    this.silence = silence;
    this.retention = retention;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void open() throws Exception {
    super.open();
    tell = this::emit;
    incoming = new IncomingEvents();
    rules = feed.subscribe(live -> mailbox.execute(this::apply, "apply changed rules"));
    groups =
        new LiveGroups(
            getKeyedStateBackend(),
            getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(),
            silence == Silence.BY_WALL_CLOCK ? timeToLive() : null,
            liveSeries());
    timers = getInternalTimerService("silence", VoidNamespaceSerializer.INSTANCE, this);
    judgeMetrics = new JudgeMetrics(getMetricGroup(), groups.restored());
    judgeMetrics.ruleVersion(rules::version);
    // After the rules have come, which may take a while: until then nobody listened.
    listeningSince =
        silence == Silence.BY_WALL_CLOCK
            ? getProcessingTimeService().getCurrentProcessingTime()
            : Long.MIN_VALUE / 2;
    judge = new GroupJudge(rules.current(), listeningSince, judgeMetrics);
    // What changed while the job was down; not before the operators behind this one are open.
    mailbox.execute(this::settleRestored, "apply the rules to the restored state");
  }

  private int liveSeries() {
    Configuration taskManager =
        getContainingTask().getEnvironment().getTaskManagerInfo().getConfiguration();
    return retention.liveSeries(
        Runtime.getRuntime().maxMemory(), taskManager.get(TaskManagerOptions.NUM_TASK_SLOTS));
  }

  /** Longer than anything that a rule may still want to know of a group. */
  private StateTtlConfig timeToLive() {
    long longest = rules.current().longestMemoryMillis();
    Duration ttl =
        Duration.ofMillis(Math.max(retention.ttl().toMillis(), Math.min(longest, FOREVER)));
    return StateTtlConfig.newBuilder(ttl)
        .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
        .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
        // Each look is paid for while a checkpoint holds up the events.
        .cleanupIncrementally(1, false)
        .cleanupInRocksdbCompactFilter(1000)
        .build();
  }

  /** Takes the rules as they are now: those of a change that came meanwhile may be older. */
  private void apply() throws Exception {
    RuleSet before = judge.rules();
    judge = new GroupJudge(rules.current(), listeningSince, judgeMetrics);
    settle(before);
  }

  private void settleRestored() throws Exception {
    closeRemoved(judge.rules());
    if (judge.rules().listens()) {
      scheduleAll();
    }
  }

  /** Makes the state fit the rules that came in place of {@code before}. */
  private void settle(RuleSet before) throws Exception {
    closeRemoved(before);
    if (judge.rules().rules().stream().anyMatch(rule -> listensOtherwise(rule, before))) {
      scheduleAll();
    }
  }

  /** A rule that nobody knew has heard of no group yet. */
  private static boolean listensOtherwise(AlertRule rule, RuleSet before) {
    AlertRule was = before.get(rule.name());
    return rule.noData().policy() != NoData.Policy.KEEP
        && was != null
        && !was.noData().equals(rule.noData());
  }

  /**
   * For groups that have been silent since before a rule began to listen. A few at a time: events
   * do not wait until all have been looked at.
   */
  private void scheduleAll() {
    groups.beginVisits();
    if (!isScheduling) {
      isScheduling = true;
      mailbox.execute(this::scheduleSome, "listen for the silence of groups");
    }
  }

  private void scheduleSome() throws IOException {
    isScheduling = groups.visitSome(VISITS, group -> schedule(group.key(), group.memory()));
    if (isScheduling) {
      mailbox.execute(this::scheduleSome, "listen for the silence of more groups");
    }
  }

  private void closeRemoved(RuleSet before) throws Exception {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    groups.visitOpenAlerts(
        group -> judge.closeRemoved(group.key(), group.alerts(), before, now, tell));
  }

  @Override
  public void processElement(StreamRecord<EventBatch> element) throws Exception {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    incoming.begin(element.getValue());
    while (incoming.next()) {
      take(incoming.series(), now);
    }
  }

  private void take(KnownSeries series, long now) throws IOException {
    long clock = silence == Silence.BY_WALL_CLOCK ? now : incoming.timestamp();
    // By event time, a timer for a time that has passed would wait for the clock's next step.
    long silencesUntil =
        silence == Silence.BY_WALL_CLOCK ? Long.MIN_VALUE : timers.currentWatermark();
    SeriesMemory memory = series.memory();
    String metric = series.onlyMetric();
    if (memory != null
        && metric != null
        && judge.putOff(
            memory, metric, incoming.value(), incoming.timestamp(), clock, silencesUntil)) {
      return; // as most are; its group waits to be written already
    }
    Group group = group(series, now);
    SeriesMemory judged =
        judge.take(
            group.key(),
            group.memory(),
            memory,
            group.alerts(),
            incoming.event(),
            clock,
            silencesUntil,
            tell);
    series.judged(group, judged);
    schedule(group.key(), group.memory());
    groups.changed(group);
  }

  private Group group(KnownSeries series, long now) throws IOException {
    Group last = series.group();
    if (last != null && groups.isReady(last, now)) {
      return last;
    }
    GroupKey key = series.route().group();
    Group found = groups.find(key, now);
    if (found != null) {
      return found;
    }
    judgeMetrics.groupAdded();
    return groups.begin(key, now);
  }

  /** It sets the key where it wants one: most events need none. */
  @Override
  public boolean hasKeyContext1() {
    return false;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    groups.flush();
    super.snapshotState(context);
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
    Group group =
        groups.find(timer.getKey(), getProcessingTimeService().getCurrentProcessingTime());
    if (group == null) {
      return;
    }
    if (group.memory().timer() == timer.getTimestamp()) {
      group.memory().setTimer(GroupMemory.NO_TIMER);
    }
    judge.silence(group.key(), group.memory(), group.alerts(), clock, tell);
    schedule(group.key(), group.memory());
    groups.changed(group);
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
    @Nullable LiveGroups begun = groups;
    if (begun != null) {
      begun.endVisits();
    }
    super.close();
  }
}
