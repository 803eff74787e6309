package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as it looks now.
 *
 * @param channel its name, without the number sign
 * @param channelId what the API answers with and wants for an update
 * @param ts what Slack knows the message by within its channel
 * @param threadTs of the message it is a reply to
 * @param blocks a JSON array
 * @param updates when it was changed, oldest first, the newest {@link #UPDATES_KEPT}
 */
public record SlackMessage(
    String channel,
    String channelId,
    String ts,
    @Nullable String threadTs,
    String text,
    @Nullable JsonNode blocks,
    @Nullable JsonNode metadata,
    Instant postedAt,
    List<Instant> updates) {

  static final int UPDATES_KEPT = 20;

  public SlackMessage {
    updates =
        List.copyOf(updates.subList(Math.max(0, updates.size() - UPDATES_KEPT), updates.size()));
  }
}
