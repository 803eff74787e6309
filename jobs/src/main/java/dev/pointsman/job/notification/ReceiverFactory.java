package dev.pointsman.job.notification;

import dev.pointsman.notify.Receiver;
import dev.pointsman.notify.Service;
import java.io.Serializable;
import java.util.Map;

/** Makes the receivers where they are used, so that no secret travels with the job. */
@FunctionalInterface
public interface ReceiverFactory extends Serializable {

  /** A receiver for each service; the caller closes them. */
  Map<Service, Receiver> open();
}
