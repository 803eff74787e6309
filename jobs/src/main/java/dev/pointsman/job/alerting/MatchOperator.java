package dev.pointsman.job.alerting;

import dev.pointsman.event.Event;
import dev.pointsman.event.EventDecoder;
import dev.pointsman.event.EventDecoder.Decoded;
import dev.pointsman.event.Origin;
import dev.pointsman.event.Rejection;
import dev.pointsman.rule.Destination;
import dev.pointsman.rule.RuleIndex;
import dev.pointsman.rule.RuleSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Decodes events and sends each once to every group that it concerns; what no rule wants is dropped
 * here, before the shuffle. Chained to the source, and without state.
 */
final class MatchOperator extends AbstractStreamOperator<RoutedEvent>
    implements OneInputStreamOperator<RawEvent, RoutedEvent>, RuleFeed.Listener {

  private static final long serialVersionUID = 1;

  static final OutputTag<RejectedEvent> REJECTED = new OutputTag<>("rejected", RejectedEvent.TYPE);

  private final RuleFeed feed;
  private final Silence silence;
  private final EventAge age;
  private final transient MailboxExecutor mailbox;

  private transient EventDecoder decoder;
  private transient RuleFeed.Subscription rules;
  private transient volatile RuleIndex index;

  /** Written to the wire as it is collected, and so free again. */
  private transient StreamRecord<RoutedEvent> routed;

  private transient long clock;
  private transient Map<String, Counter> eventsBySource;

  /** Where the last event was from, as most often the next one is too. */
  private transient String source;

  private transient Counter eventsOfSource;
  private transient Map<Rejection.Reason, Counter> rejectedByReason;
  private transient Counter unmatched;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
  MatchOperator(
      StreamOperatorParameters<RoutedEvent> parameters,
      RuleFeed feed,
      Silence silence,
      EventAge age) {
    super(parameters);
    this.feed = feed;
    this.silence = silence;
    this.age = age;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void open() throws Exception {
    super.open();
    decoder = new EventDecoder(age.earliestMillis());
    routed = new StreamRecord<>(null);
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

  // Under the lock that a change takes too, so that the first rules never replace later ones.
  private synchronized void start() {
    index = new RuleIndex(rules.current());
  }

  /** Called by the feed's thread: an index never changes, so the next event takes the new one. */
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
    long latest = age.latestMillis(getProcessingTimeService().getCurrentProcessingTime());
    Decoded decoded = decoder.decode(raw.kind(), raw.value(), latest);
    if (decoded instanceof Decoded.Rejected rejected) {
      reject(raw, rejected.rejection());
    } else if (decoded instanceof Decoded.Accepted accepted) {
      route(accepted.event(), accepted.origin());
    }
  }

  private void route(Event event, Origin origin) {
    List<Destination> destinations = index.destinations(origin);
    for (int i = 0; i < destinations.size(); i++) {
      Destination each = destinations.get(i);
      output.collect(routed.replace(new RoutedEvent(each, event.timestamp(), each.values(event))));
    }
    if (destinations.isEmpty()) {
      unmatched.inc();
    }
    if (silence == Silence.BY_EVENT_TIME && index.listens() && event.timestamp() > clock) {
      clock = event.timestamp();
      output.emitWatermark(new Watermark(clock));
    }
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
