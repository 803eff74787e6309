package dev.pointsman.cli.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Slack's limit on messages: one a second in each channel, with a little more in a burst. */
final class ChannelRate {

  private static final int BURST = 3;

  private final Map<String, Instant> paidUntil = new HashMap<>();

  /** Takes the message in, or says for how many seconds the sender has to wait. */
  int secondsToWait(String channelId, Instant now) {
    Instant from = paidUntil.getOrDefault(channelId, Instant.MIN);
    Instant until = (from.isBefore(now) ? now : from).plusSeconds(1);
    Duration ahead = Duration.between(now, until);
    if (ahead.compareTo(Duration.ofSeconds(BURST)) > 0) {
      return (int) Math.max(1, ahead.minusSeconds(BURST).plusMillis(999).toSeconds());
    }
    paidUntil.put(channelId, until);
    return 0;
  }
}
