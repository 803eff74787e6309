package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages as the Slack Web API does; keeps the newest {@link #MESSAGES_KEPT}. Any channel
 * with a name that Slack would allow exists. Safe for use by many threads.
 */
final class SlackInbox {

  static final int MESSAGES_KEPT = 300;

  private static final Pattern CHANNEL_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");
  private static final Pattern CHANNEL_ID = Pattern.compile("C[0-9A-F]{8}");
  private static final int PAGE = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Newest first. */
  private final Deque<SlackMessage> messages = new ArrayDeque<>();

  private final @Nullable ChannelRate rate;
  private long lastMicros;

  /**
   * Without a message.
   *
   * @param limitsRate whether it answers 429 as Slack does to more than about a message a second
   */
  SlackInbox(boolean limitsRate) {
    this.rate = limitsRate ? new ChannelRate() : null;
  }

  /**
   * Answers a call of {@code /api/<method>}.
   *
   * @param journal gets what {@link #replay} takes, before anything is changed
   */
  synchronized Answer call(
      String method, SlackRequest request, Instant now, Consumer<ObjectNode> journal) {
    request.requireToken();
    return answer(method, request, now, journal);
  }

  /**
   * Does what an accepted call did.
   *
   * @throws SlackRefusal when it changes a message that is forgotten
   */
  synchronized void replay(String method, ObjectNode arguments, Instant at) {
    answer(method, SlackRequest.replayed(arguments), at, accepted -> {});
  }

  private Answer answer(
      String method, SlackRequest request, Instant now, Consumer<ObjectNode> journal) {
    return switch (method) {
      case "auth.test" -> authTest();
      case "chat.postMessage" -> post(request, now, journal);
      case "chat.update" -> update(request, now, journal);
      case "conversations.history" -> history(request);
      case "conversations.list" -> list(request);
      default -> throw new SlackRefusal("unknown_method");
    };
  }

  private static Answer authTest() {
    ObjectNode answer = ok();
    answer.put("url", "https://inbox.slack.com/").put("team", "Inbox").put("user", "pointsman");
    answer.put("team_id", "T00000001").put("user_id", "U00000001").put("bot_id", "B00000001");
    return Answer.of(200, answer);
  }

  private Answer post(SlackRequest request, Instant now, Consumer<ObjectNode> journal) {
    Channel channel = channel(request.text("channel"));
    JsonNode blocks = request.json("blocks", "invalid_blocks_format");
    JsonNode metadata = request.json("metadata", "invalid_metadata_format");
    SlackMessageCheck.check(request.text("text"), blocks, metadata);
    int wait = rate == null ? 0 : rate.secondsToWait(channel.id(), now);
    if (wait > 0) {
      ObjectNode refused = JSON.createObjectNode().put("ok", false).put("error", "ratelimited");
      return new Answer(429, refused, Map.of("Retry-After", String.valueOf(wait)));
    }
    var message =
        new SlackMessage(
            channel.name(),
            channel.id(),
            nextTs(now),
            request.has("thread_ts") ? request.text("thread_ts") : null,
            request.text("text"),
            present(blocks),
            present(metadata),
            now,
            List.of());
    journal.accept(request.arguments());
    messages.addFirst(message);
    if (messages.size() > MESSAGES_KEPT) {
      messages.removeLast();
    }
    return accepted(message);
  }

  private Answer update(SlackRequest request, Instant now, Consumer<ObjectNode> journal) {
    // Unlike chat.postMessage it knows channels by their id only.
    String channelId = request.text("channel");
    if (messages.stream().noneMatch(each -> each.channelId().equals(channelId))) {
      throw new SlackRefusal("channel_not_found");
    }
    SlackMessage before = find(channelId, request.text("ts"));
    JsonNode blocks = request.json("blocks", "invalid_blocks_format");
    JsonNode metadata = request.json("metadata", "invalid_metadata_format");
    SlackMessageCheck.check(request.text("text"), blocks, metadata);
    var updates = new ArrayList<>(before.updates());
    updates.add(now);
    var after =
        new SlackMessage(
            before.channel(),
            channelId,
            before.ts(),
            before.threadTs(),
            request.text("text"),
            // As Slack does, an update with text and without blocks takes the blocks away.
            request.has("text") || !blocks.isMissingNode() ? present(blocks) : before.blocks(),
            metadata.isMissingNode() ? before.metadata() : present(metadata),
            before.postedAt(),
            updates);
    journal.accept(request.arguments());
    List<SlackMessage> all = new ArrayList<>(messages);
    all.set(all.indexOf(before), after);
    messages.clear();
    messages.addAll(all);
    return accepted(after);
  }

  private SlackMessage find(String channelId, String ts) {
    for (SlackMessage message : messages) {
      if (message.channelId().equals(channelId) && message.ts().equals(ts)) {
        return message;
      }
    }
    throw new SlackRefusal("message_not_found");
  }

  private Answer history(SlackRequest request) {
    String channelId = request.text("channel");
    if (!CHANNEL_ID.matcher(channelId).matches()) {
      throw new SlackRefusal("channel_not_found");
    }
    int limit = limit(request);
    boolean inclusive = request.flag("inclusive");
    List<SlackMessage> found =
        messages.stream()
            .filter(each -> each.channelId().equals(channelId) && each.threadTs() == null)
            .filter(each -> isAfter(each.ts(), request.text("oldest"), inclusive))
            .filter(each -> isAfter(request.text("latest"), each.ts(), inclusive))
            .filter(each -> isAfter(request.text("cursor"), each.ts(), false))
            .toList();
    List<SlackMessage> page = found.subList(0, Math.min(limit, found.size()));
    ObjectNode answer = ok();
    ArrayNode array = answer.putArray("messages");
    page.forEach(each -> array.add(json(each, request.flag("include_all_metadata"))));
    answer.put("has_more", found.size() > page.size());
    String cursor = found.size() > page.size() ? page.get(page.size() - 1).ts() : "";
    answer.putObject("response_metadata").put("next_cursor", cursor);
    return Answer.of(200, answer);
  }

  /** The channels with messages in them. */
  private Answer list(SlackRequest request) {
    var names = new TreeMap<String, String>();
    messages.forEach(each -> names.put(each.channelId(), each.channel()));
    var rest = names.tailMap(request.text("cursor"), false);
    int limit = limit(request);
    ObjectNode answer = ok();
    ArrayNode channels = answer.putArray("channels");
    rest.entrySet().stream()
        .limit(limit)
        .forEach(
            each ->
                channels
                    .addObject()
                    .put("id", each.getKey())
                    .put("name", each.getValue())
                    .put("is_channel", true)
                    .put("is_member", true)
                    .put("is_archived", false));
    String last = channels.path(channels.size() - 1).path("id").asText();
    answer.putObject("response_metadata").put("next_cursor", rest.size() > limit ? last : "");
    return Answer.of(200, answer);
  }

  private static int limit(SlackRequest request) {
    return request.has("limit") ? Math.max(1, Math.min(number(request.text("limit")), 999)) : PAGE;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new SlackRefusal("invalid_limit");
    }
  }

  /** Where one of them is open, true. The ts of this inbox all have the same length. */
  private static boolean isAfter(String ts, String bound, boolean inclusive) {
    if (ts.isEmpty() || bound.isEmpty() || bound.equals("0")) {
      return true;
    }
    int order = ts.compareTo(bound);
    return inclusive ? order >= 0 : order > 0;
  }

  private static Answer accepted(SlackMessage message) {
    ObjectNode answer = ok();
    answer.put("channel", message.channelId()).put("ts", message.ts());
    answer.put("text", message.text());
    answer.set("message", json(message, true));
    return Answer.of(200, answer);
  }

  private static ObjectNode ok() {
    return JSON.createObjectNode().put("ok", true);
  }

  private static ObjectNode json(SlackMessage message, boolean withMetadata) {
    ObjectNode json = JSON.createObjectNode();
    json.put("type", "message").put("user", "U00000001").put("bot_id", "B00000001");
    json.put("ts", message.ts()).put("text", message.text());
    if (message.threadTs() != null) {
      json.put("thread_ts", message.threadTs());
    }
    if (message.blocks() != null) {
      json.set("blocks", message.blocks());
    }
    if (withMetadata && message.metadata() != null) {
      json.set("metadata", message.metadata());
    }
    return json;
  }

  /** By the id of one that has messages, or by a name that Slack would allow. */
  private Channel channel(String nameOrId) {
    for (SlackMessage message : messages) {
      if (message.channelId().equals(nameOrId)) {
        return new Channel(message.channel(), nameOrId);
      }
    }
    String name = nameOrId.startsWith("#") ? nameOrId.substring(1) : nameOrId;
    if (!CHANNEL_NAME.matcher(name).matches()) {
      throw new SlackRefusal("channel_not_found");
    }
    return new Channel(name, "C%08X".formatted(name.hashCode()));
  }

  /** Grows with every message, also of the same moment. */
  private String nextTs(Instant now) {
    lastMicros = Math.max(ChronoUnit.MICROS.between(Instant.EPOCH, now), lastMicros + 1);
    return "%d.%06d".formatted(lastMicros / 1_000_000, lastMicros % 1_000_000);
  }

  private static @Nullable JsonNode present(JsonNode json) {
    return json.isMissingNode() || json.isNull() || json.isEmpty() ? null : json;
  }

  /** Newest first. */
  synchronized List<SlackMessage> messages() {
    return List.copyOf(messages);
  }

  private record Channel(String name, String id) {}
}
