package dev.pointsman.notify;

import dev.pointsman.rule.Notification;
import org.jspecify.annotations.Nullable;

/**
 * Where messages about one alert go, one after the other.
 *
 * @param channel null for PagerDuty, and for the deployment's default Slack channel
 */
public record Destination(Service service, @Nullable String channel) {

  /** The destination that a rule's notification names. */
  public static Destination of(Notification notification) {
    if (notification instanceof Notification.Slack slack) {
      return new Destination(Service.SLACK, slack.channel());
    }
    return new Destination(Service.PAGERDUTY, null);
  }

  /** {@code pagerduty}, {@code slack} or {@code slack #incidents}. */
  public String text() {
    return channel == null ? service.text() : service.text() + " " + channel;
  }
}
