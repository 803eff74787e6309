package dev.pointsman.job.alerting;

import dev.pointsman.event.Event;
import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.EventDecoder.Decoded;
import dev.pointsman.event.Rejection;
import dev.pointsman.rule.Route;
import dev.pointsman.rule.RuleIndex;
import dev.pointsman.rule.RuleSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.io.network.api.writer.ResultPartitionWriter;
import org.apache.flink.streaming.api.graph.NonChainedOutput;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.partitioner.KeyGroupStreamPartitioner;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Decodes events and sends each once to every group that it concerns; what no rule wants is dropped
 * here, before the shuffle. Chained to the source, and without state: what waits for other events
 * is sent before a checkpoint begins.
 */
final class MatchOperator extends AbstractStreamOperator<EventBatch>
    implements OneInputStreamOperator<RawEvent, EventBatch>, RuleFeed.Listener {

  private static final long serialVersionUID = 1;

  static final OutputTag<RejectedEvent> REJECTED = new OutputTag<>("rejected", RejectedEvent.TYPE);

  private final RuleFeed feed;
  private final Silence silence;
  private final EventAge age;
  private final long waitMillis;
  private final transient MailboxExecutor mailbox;

  private transient EventDecoder decoder;
  private transient RuleFeed.Subscription rules;
  private transient volatile RuleIndex index;

  /** What was added to the decoder. */
  private transient List<RawEvent> added;

  private transient OutgoingEvents outgoing;
  private transient boolean isFlushDue;

  /** Keeps what was read for nothing else from being left out. */
  private transient int unusedSum;

  private transient long clock;
  private transient Map<String, Counter> eventsBySource;

  /** Where the last event was from, as most often the next one is too. */
  private transient String source;

  private transient Counter eventsOfSource;
  private transient Map<Rejection.Reason, Counter> rejectedByReason;
  private transient Counter unmatched;

  /**
   * The operator of a subtask.
   *
   * @param waitMillis how long an event may wait for others, which then go with it: 0 for not at
   *     all; negative for until there are enough
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
  MatchOperator(
      StreamOperatorParameters<EventBatch> parameters,
      RuleFeed feed,
      Silence silence,
      EventAge age,
      long waitMillis) {
    super(parameters);
    this.feed = feed;
    this.silence = silence;
    this.age = age;
    this.waitMillis = waitMillis;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void open() throws Exception {
    super.open();
    decoder = new EventDecoder(age.earliestMillis());
    added = new ArrayList<>(EventDecoder.MAX_ADDED);
    outgoing = outgoing();
    clock = Long.MIN_VALUE;
    eventsBySource = new HashMap<>();
    rejectedByReason = new EnumMap<>(Rejection.Reason.class);
    MetricGroup metrics = getMetricGroup();
    unmatched = metrics.counter("eventsUnmatched");
    rules = feed.subscribe(this);
    start();
    metrics.gauge("ruleVersion", () -> rules.version());
    metrics.gauge("rules", () -> index.rules().size());
  }

  /**
   * For as many subtasks of the judge as Flink gave it, which need not be as many as of this; for
   * one where there is no shuffle behind. Flink refuses a key that comes to another subtask's
   * state.
   */
  private OutgoingEvents outgoing() {
    int receivers = 1;
    int maxParallelism = 1;
    List<NonChainedOutput> outputs =
        getContainingTask().getConfiguration().getVertexNonChainedOutputs(getUserCodeClassloader());
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).getPartitioner() instanceof KeyGroupStreamPartitioner) {
        ResultPartitionWriter writer = getContainingTask().getEnvironment().getWriter(i);
        receivers = writer.getNumberOfSubpartitions();
        maxParallelism = writer.getNumTargetKeyGroups();
      }
    }
    TaskInfo task = getRuntimeContext().getTaskInfo();
    return new OutgoingEvents(
        task.getIndexOfThisSubtask(),
        task.getNumberOfParallelSubtasks(),
        receivers,
        maxParallelism,
        batch -> output.collect(new StreamRecord<>(batch)));
  }

  // Under the lock that a change takes too, so that the first rules never replace later ones.
  private synchronized void start() {
    index = new RuleIndex(rules.current());
  }

  /**
   * Called by the feed's thread: an index never changes, so what is routed next takes the new one.
   */
  @Override
  public synchronized void changed(RuleSet live) {
    index = new RuleIndex(live);
  }

  @Override
  public void rejected(RejectedEvent rule) {
    // Every subtask reads all the rules: one of them speaks for all.
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      mailbox.execute(() -> reject(rule.event(), rule.rejection()), "reject a rule");
    }
  }

  @Override
  public void processElement(StreamRecord<RawEvent> element) {
    RawEvent raw = element.getValue();
    if (!raw.source().equals(source)) {
      source = raw.source();
      eventsOfSource = eventsBySource.computeIfAbsent(source, this::eventCounter);
    }
    eventsOfSource.inc();
    decoder.add(raw.kind(), raw.value());
    added.add(raw);
    if (waitMillis == 0) {
      flush();
    } else if (added.size() == EventDecoder.MAX_ADDED) {
      routeAdded();
    }
    if (!isFlushDue && waitMillis > 0) {
      isFlushDue = true;
      ProcessingTimeService time = getProcessingTimeService();
      // Whether the flush fails is the task's own business, which does it.
      var unused =
          time.registerTimer(time.getCurrentProcessingTime() + waitMillis, this::flushInTime);
    }
  }

  /** Decodes what was added, then finds where all of it goes, then sends it, in its order. */
  private void routeAdded() {
    long latest = age.latestMillis(getProcessingTimeService().getCurrentProcessingTime());
    var decoded = new Decoded[added.size()];
    for (int i = 0; i < decoded.length; i++) {
      decoded[i] = decoder.next(latest);
    }
    RuleIndex current = index;
    for (Decoded each : decoded) {
      if (each instanceof Decoded.Accepted accepted) {
        unusedSum += current.touch(accepted.origin());
      }
    }
    for (int i = 0; i < decoded.length; i++) {
      if (decoded[i] instanceof Decoded.Accepted accepted) {
        route(accepted.event(), current.firstRoute(accepted.origin()));
      } else if (decoded[i] instanceof Decoded.Rejected rejected) {
        reject(added.get(i), rejected.rejection());
      }
    }
    added.clear();
  }

  private void route(Event event, @Nullable Route first) {
    for (Route each = first; each != null; each = each.next()) {
      outgoing.add(each, event);
    }
    if (first == null) {
      unmatched.inc();
    }
    if (silence == Silence.BY_EVENT_TIME && index.listens() && event.timestamp() > clock) {
      clock = event.timestamp();
      outgoing.flush(); // they were before it
      output.emitWatermark(new Watermark(clock));
    }
  }

  /** Sends all that waits. */
  private void flush() {
    if (!added.isEmpty()) {
      routeAdded();
    }
    outgoing.flush();
  }

  private void flushInTime(long now) {
    isFlushDue = false;
    flush();
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    flush();
    super.processWatermark(watermark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }

  private void reject(RawEvent raw, Rejection rejection) {
    rejectedByReason.computeIfAbsent(rejection.reason(), this::rejectedCounter).inc();
    output.collect(REJECTED, new StreamRecord<>(new RejectedEvent(raw, rejection)));
  }

  private Counter eventCounter(String source) {
    return getMetricGroup().addGroup("topic", source).counter("eventsIn");
  }

  private Counter rejectedCounter(Rejection.Reason reason) {
    return getMetricGroup().addGroup("reason", reason.text()).counter("eventsRejected");
  }

  @Override
  public void close() throws Exception {
    if (rules != null) {
      rules.close();
    }
    super.close();
  }
}
