package dev.pointsman.job.notification;

import dev.pointsman.notify.DeliveryPolicy;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the delivering operator where it runs: only there it has a mailbox. */
final class DeliveryOperatorFactory extends AbstractStreamOperatorFactory<UndeliveredNotification>
    implements OneInputStreamOperatorFactory<TimedTransition, UndeliveredNotification> {

  private static final long serialVersionUID = 1;

  private final ReceiverFactory receivers;
  private final DeliveryPolicy policy;
  private final int width;

  DeliveryOperatorFactory(ReceiverFactory receivers, DeliveryPolicy policy, int width) {
    this.receivers = receivers;
    this.policy = policy;
    this.width = width;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Flink's signature
  public <T extends StreamOperator<UndeliveredNotification>> T createStreamOperator(
      StreamOperatorParameters<UndeliveredNotification> parameters) {
    return (T) new DeliveryOperator(parameters, receivers, policy, width);
  }

  @Override
  @SuppressWarnings("rawtypes") // Flink's signature
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return DeliveryOperator.class;
  }
}
