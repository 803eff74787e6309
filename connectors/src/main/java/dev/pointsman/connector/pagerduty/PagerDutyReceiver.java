package dev.pointsman.connector.pagerduty;

import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.PagerDutyMessage;
import dev.pointsman.notify.Receiver;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells PagerDuty of alerts, one incident for each fingerprint, however often it is told. */
public final class PagerDutyReceiver implements Receiver {

  private static final Logger LOG = LoggerFactory.getLogger(PagerDutyReceiver.class);

  private final PagerDutyClient client;

  public PagerDutyReceiver(PagerDutyClient client) {
    this.client = client;
  }

  @Override
  public void prepare() throws InterruptedException {
    try {
      Answer answer = Rehearsal.play(client.isSecured());
      LOG.debug("the rehearsal of a page: {}", answer);
    } catch (IOException e) {
      LOG.info("the first page may take longer than those after it: {}", e.toString());
    }
  }

  @Override
  public Answer deliver(Delivery delivery) throws InterruptedException {
    String dedupKey = delivery.transition().fingerprint();
    return switch (delivery.kind()) {
      case TRIGGER -> client.trigger(dedupKey, PagerDutyMessage.of(delivery));
      case RESOLVE, RESOLVE_IF_TOLD -> client.resolve(dedupKey);
    };
  }

  @Override
  public void close() {
    // The JDK's client ends its threads when nobody refers to it any more.
  }
}
