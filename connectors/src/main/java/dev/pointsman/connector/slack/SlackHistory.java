package dev.pointsman.connector.slack;

import com.slack.api.methods.response.conversations.ConversationsHistoryResponse;
import com.slack.api.methods.response.conversations.ConversationsListResponse;
import com.slack.api.model.Conversation;
import com.slack.api.model.ConversationType;
import com.slack.api.model.Message;
import com.slack.api.model.ResponseMetadata;
import dev.pointsman.connector.slack.SlackClient.Outcome;
import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.MessageRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds what was posted about an episode by the metadata that every message of ours carries. */
final class SlackHistory {

  static final String EVENT_TYPE = "pointsman_alert";
  static final String FINGERPRINT = "fingerprint";
  static final String STARTS_AT = "starts_at";

  private static final int PAGE = 200;

  /** A busy channel is not read further back than this. */
  private static final int PAGES = 10;

  private static final int CHANNEL_PAGES = 50;

  private final SlackClient client;

  /** Ids by name: a message is posted by name, but history is read by id alone. */
  private final Map<String, String> channelIds = new ConcurrentHashMap<>();

  /** What a search came to. */
  sealed interface Finding permits Found, NotThere, NotAllowed, Unknown {}

  record Found(MessageRef message) implements Finding {}

  record NotThere() implements Finding {}

  /** Slack does not let us look: the token lacks the scope, or is no member of the channel. */
  record NotAllowed() implements Finding {}

  /** The search itself failed. */
  record Unknown(Answer answer) implements Finding {}

  SlackHistory(SlackClient client) {
    this.client = client;
  }

  /** Remembers the id of a channel. */
  void learn(String channel, @Nullable String id) {
    if (id != null) {
      channelIds.put(channel, id);
    }
  }

  Finding find(String channel, Delivery delivery) throws InterruptedException {
    if (!isId(channel) && !channelIds.containsKey(channel)) {
      Finding problem = learnIds();
      if (problem != null) {
        return problem;
      }
    }
    String id = isId(channel) ? channel : channelIds.get(channel);
    // A channel that the token cannot see: posting to it will say what is wrong.
    return id == null ? new NotAllowed() : findIn(id, delivery);
  }

  private static boolean isId(String channel) {
    return channel.matches("[CGD][A-Z0-9]{7,}");
  }

  private Finding findIn(String channelId, Delivery delivery) throws InterruptedException {
    // A message cannot be older than its episode, but the clocks that say so may differ.
    String oldest = Long.toString(delivery.startsAt() / 1000 - 60);
    String cursor = null;
    for (int page = 0; page < PAGES; page++) {
      String from = cursor;
      Outcome<ConversationsHistoryResponse> outcome =
          client.call(
              methods ->
                  methods.conversationsHistory(
                      request ->
                          request
                              .channel(channelId)
                              .oldest(oldest)
                              .limit(PAGE)
                              .includeAllMetadata(true)
                              .cursor(from)));
      if (!(outcome instanceof Outcome.Success<ConversationsHistoryResponse> success)) {
        return problem(outcome);
      }
      for (Message message : orEmpty(success.response().getMessages())) {
        if (isAbout(message.getMetadata(), delivery)) {
          return new Found(new MessageRef(channelId, message.getTs()));
        }
      }
      cursor = next(success.response().getResponseMetadata());
      if (cursor == null) {
        break;
      }
    }
    return new NotThere();
  }

  private static boolean isAbout(Message.@Nullable Metadata metadata, Delivery delivery) {
    if (metadata == null || !EVENT_TYPE.equals(metadata.getEventType())) {
      return false;
    }
    Map<String, Object> payload = metadata.getEventPayload();
    return payload != null
        && delivery.transition().fingerprint().equals(payload.get(FINGERPRINT))
        && Long.toString(delivery.startsAt()).equals(payload.get(STARTS_AT));
  }

  private @Nullable Finding learnIds() throws InterruptedException {
    String cursor = null;
    for (int page = 0; page < CHANNEL_PAGES; page++) {
      String from = cursor;
      Outcome<ConversationsListResponse> outcome =
          client.call(
              methods ->
                  methods.conversationsList(
                      request ->
                          request
                              .excludeArchived(true)
                              .types(
                                  List.of(
                                      ConversationType.PUBLIC_CHANNEL,
                                      ConversationType.PRIVATE_CHANNEL))
                              .limit(PAGE)
                              .cursor(from)));
      if (!(outcome instanceof Outcome.Success<ConversationsListResponse> success)) {
        return problem(outcome);
      }
      for (Conversation channel : orEmpty(success.response().getChannels())) {
        learn("#" + channel.getName(), channel.getId());
        learn(channel.getName(), channel.getId());
      }
      cursor = next(success.response().getResponseMetadata());
      if (cursor == null) {
        break;
      }
    }
    return null;
  }

  /** That we may not look is no reason to say nothing: posting will show what is really wrong. */
  private static Finding problem(Outcome<?> outcome) {
    Answer answer = SlackClient.failure(outcome);
    return answer instanceof Answer.Rejected ? new NotAllowed() : new Unknown(answer);
  }

  private static @Nullable String next(@Nullable ResponseMetadata metadata) {
    String cursor = metadata == null ? null : metadata.getNextCursor();
    return cursor == null || cursor.isEmpty() ? null : cursor;
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
