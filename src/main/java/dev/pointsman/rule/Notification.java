package dev.pointsman.rule;

import org.jspecify.annotations.Nullable;

/** Whom a rule tells; never holds a key or a token. */
public sealed interface Notification {

  /** How severe the receiver is told it is. */
  Severity severity();

  /** A page through the PagerDuty Events API v2. */
  record PagerDuty(Severity severity) implements Notification {}

  /**
   * A Slack message.
   *
   * @param channel name with #, or id; null for the deployment's default channel
   */
  record Slack(@Nullable String channel, Severity severity) implements Notification {}
}
