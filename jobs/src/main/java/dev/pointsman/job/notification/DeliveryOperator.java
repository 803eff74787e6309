package dev.pointsman.job.notification;

import dev.pointsman.job.codec.CodecTypeInfo;
import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.DeliveryPolicy;
import dev.pointsman.notify.DeliveryPolicy.Completion;
import dev.pointsman.notify.DeliveryPolicy.Plan;
import dev.pointsman.notify.DeliveryPolicy.Result;
import dev.pointsman.notify.DeliveryState;
import dev.pointsman.notify.DeliveryStateCodec;
import dev.pointsman.notify.Destination;
import dev.pointsman.notify.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers, keyed by fingerprint: what is to be told lies in state before a call for it begins, and
 * leaves it when the receiver has answered. A call waits for no checkpoint and no checkpoint for a
 * call; after a restart all that is in state is sent again.
 */
final class DeliveryOperator extends AbstractStreamOperator<UndeliveredNotification>
    implements OneInputStreamOperator<TimedTransition, UndeliveredNotification>,
        Triggerable<String, VoidNamespace>,
        BoundedOneInput {

  private static final long serialVersionUID = 1;
  private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryOperator.class);

  /** How far the clocks of whoever writes alerts and of this process may differ. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);

  private static final ValueStateDescriptor<DeliveryState> STATE =
      new ValueStateDescriptor<>(
          "deliveries", CodecTypeInfo.immutable(DeliveryState.class, DeliveryStateCodec.INSTANCE));

  /** How long an alert is remembered of which nothing is heard; longer than Kafka keeps alerts. */
  private static final Duration REMEMBERED = Duration.ofDays(90);

  static {
    STATE.enableTimeToLive(
        StateTtlConfig.newBuilder(REMEMBERED)
            .cleanupIncrementally(5, false)
            .cleanupInRocksdbCompactFilter(1000)
            .build());
  }

  private final ReceiverFactory receivers;
  private final DeliveryPolicy policy;
  private final int width;
  private final transient MailboxExecutor mailbox;
  private final transient Map<Service, Lane> lanes = new EnumMap<>(Service.class);
  private final transient UndeliveredWarnings warnings = new UndeliveredWarnings();

  @SuppressWarnings("NullAway.Init") // by initializeState
  private transient ValueState<DeliveryState> states;

  @SuppressWarnings("NullAway.Init") // by open
  private transient InternalTimerService<VoidNamespace> timers;

  @SuppressWarnings("NullAway.Init") // by open
  private transient DeliveryMetrics measured;

  private transient long startedAt;

  /**
   * An operator where it runs.
   *
   * @param width how many calls to one service may be under way
   */
  DeliveryOperator(
      StreamOperatorParameters<UndeliveredNotification> parameters,
      ReceiverFactory receivers,
      DeliveryPolicy policy,
      int width) {
    super(parameters);
    this.receivers = receivers;
    this.policy = policy;
    this.width = width;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    states = context.getKeyedStateStore().getState(STATE);
  }

  @Override
  public void open() throws Exception {
    super.open();
    startedAt = now();
    timers = getInternalTimerService("deliveries", VoidNamespaceSerializer.INSTANCE, this);
    measured = new DeliveryMetrics(getMetricGroup());
    receivers
        .open()
        .forEach(
            (service, receiver) -> {
              var lane = new Lane(service.text(), receiver, width);
              lanes.put(service, lane);
              measured.inFlight(service.text(), lane::inFlight);
            });
    for (String fingerprint : fingerprintsWithAnOutbox()) {
      setCurrentKey(fingerprint);
      DeliveryState restored = policy.restored(load(), now());
      measured.outboxGrew(restored.outbox().size());
      advance(restored);
    }
  }

  /** All of them before any is changed, which the iteration would not bear. */
  private List<String> fingerprintsWithAnOutbox() throws IOException {
    var open = new ArrayList<String>();
    try (Stream<String> keys =
        this.<String>getKeyedStateBackend().getKeys(STATE.getName(), VoidNamespace.INSTANCE)) {
      for (String fingerprint : (Iterable<String>) keys::iterator) {
        setCurrentKey(fingerprint);
        if (!load().outbox().isEmpty()) {
          open.add(fingerprint);
        }
      }
    }
    return open;
  }

  @Override
  public void processElement(StreamRecord<TimedTransition> element) throws Exception {
    TimedTransition timed = element.getValue();
    boolean replayed = timed.writtenAt() < startedAt + CLOCKS_DIFFER.toMillis();
    DeliveryState state = load();
    Plan plan = policy.plan(state, timed.transition(), now(), replayed);
    measured.decided(plan.decision());
    measured.outboxGrew(plan.state().outbox().size() - state.outbox().size());
    advance(plan.state());
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    advance(load());
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of event time is set");
  }

  /** Stores the current alert's state and starts what is due of it and has room. */
  private void advance(DeliveryState state) throws IOException {
    String fingerprint = (String) getCurrentKey();
    DeliveryState left = state;
    var starting = new ArrayList<Delivery>();
    for (Delivery delivery : state.due(now())) {
      Lane lane = lane(delivery.destination());
      if (lane.hasRoom()) {
        left = left.started(delivery);
        starting.add(delivery);
      } else {
        lane.await(fingerprint);
      }
    }
    states.update(left);
    left.nextDue(now())
        .ifPresent(at -> timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, at));
    for (Delivery delivery : starting) {
      lane(delivery.destination())
          .start(delivery, answer -> report(fingerprint, delivery.destination(), answer));
    }
  }

  /** In the thread of a call: hands its answer to the operator's thread. */
  private void report(String fingerprint, Destination destination, Answer answer) {
    try {
      mailbox.execute(
          () -> completed(fingerprint, destination, answer), "an answer from %s", destination);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("an answer from {} came after the end of the task", destination.text());
    }
  }

  private void completed(String fingerprint, Destination destination, Answer answer)
      throws IOException {
    setCurrentKey(fingerprint);
    DeliveryState state = load();
    Completion completion = policy.completed(state, destination, answer, now());
    measured.completed(completion, answer, now());
    measured.outboxGrew(completion.state().outbox().size() - state.outbox().size());
    if (completion.result() == Result.UNDELIVERED) {
      UndeliveredNotification undelivered = undelivered(completion);
      warnings.warning(undelivered).ifPresent(LOGGER::warn);
      output.collect(new StreamRecord<>(undelivered));
    }
    Lane lane = lane(destination);
    lane.ended();
    // Whoever waits longer goes first; then this alert may have more to say.
    String waiting = lane.next();
    if (waiting == null || waiting.equals(fingerprint)) {
      advance(completion.state());
      return;
    }
    states.update(completion.state());
    setCurrentKey(waiting);
    advance(load());
    setCurrentKey(fingerprint);
    advance(load());
  }

  private UndeliveredNotification undelivered(Completion completion) {
    Delivery delivery = completion.delivery();
    return new UndeliveredNotification(
        delivery.destination().text(),
        delivery.kind().text(),
        Objects.requireNonNull(completion.reason()),
        now(),
        delivery.transition());
  }

  /** The end of a bounded input, or a drain: everybody is told first. */
  @Override
  public void endInput() throws Exception {
    while (measured.outbox() > 0) {
      mailbox.yield();
    }
  }

  @Override
  public void close() throws Exception {
    lanes.values().forEach(Lane::close);
    super.close();
  }

  private Lane lane(Destination destination) {
    return Objects.requireNonNull(
        lanes.get(destination.service()), () -> "no receiver for " + destination.text());
  }

  private DeliveryState load() throws IOException {
    DeliveryState state = states.value();
    return state == null ? DeliveryState.NEW : state;
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }
}
