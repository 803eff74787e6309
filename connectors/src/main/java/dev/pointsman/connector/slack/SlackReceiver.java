package dev.pointsman.connector.slack;

import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.model.Message;
import dev.pointsman.connector.slack.SlackClient.Outcome;
import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Answer.Accepted;
import dev.pointsman.notify.Answer.How;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.MessageRef;
import dev.pointsman.notify.Receiver;
import dev.pointsman.notify.SlackMessage;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a Slack channel of alerts: one message for each episode, changed in place when it is over.
 * A message that an earlier attempt may have posted is looked for by its metadata first.
 */
public final class SlackReceiver implements Receiver {

  /** Slack's answers to a change of a message that cannot be changed any more. */
  private static final Set<String> CANNOT_BE_CHANGED =
      Set.of("message_not_found", "cant_update_message", "edit_window_closed", "is_inactive");

  private final SlackClient client;
  private final @Nullable String defaultChannel;
  private final SlackHistory history;

  /**
   * A receiver for one workspace, which it closes.
   *
   * @param defaultChannel for rules that name none; null where there is none
   */
  public SlackReceiver(SlackClient client, @Nullable String defaultChannel) {
    this.client = client;
    this.defaultChannel = defaultChannel;
    this.history = new SlackHistory(client);
  }

  @Override
  public Answer deliver(Delivery delivery) throws InterruptedException {
    String channel = delivery.destination().channel();
    if (channel == null) {
      channel = defaultChannel;
    }
    if (channel == null) {
      return new Answer.Rejected("the rule names no Slack channel, and there is no default one");
    }
    return delivery.kind() == Delivery.Kind.TRIGGER
        ? trigger(channel, delivery)
        : resolve(channel, delivery);
  }

  private Answer trigger(String channel, Delivery delivery) throws InterruptedException {
    if (!delivery.lookFirst()) {
      return post(channel, delivery, How.SENT);
    }
    SlackHistory.Finding finding = history.find(channel, delivery);
    if (finding instanceof SlackHistory.Found found) {
      return new Accepted(How.FOUND, found.message());
    }
    if (finding instanceof SlackHistory.Unknown unknown) {
      return unknown.answer();
    }
    return post(
        channel,
        delivery,
        finding instanceof SlackHistory.NotAllowed ? How.SENT_UNCHECKED : How.SENT);
  }

  private Answer resolve(String channel, Delivery delivery) throws InterruptedException {
    MessageRef message = delivery.message();
    if (message != null) {
      return update(message, channel, delivery);
    }
    if (!delivery.lookFirst()) {
      return post(channel, delivery, How.SENT);
    }
    SlackHistory.Finding finding = history.find(channel, delivery);
    if (finding instanceof SlackHistory.Found found) {
      return update(found.message(), channel, delivery);
    }
    if (finding instanceof SlackHistory.Unknown unknown) {
      return unknown.answer();
    }
    if (delivery.kind() == Delivery.Kind.RESOLVE_IF_TOLD) {
      return new Accepted(How.NOTHING_TO_DO, null);
    }
    return post(
        channel,
        delivery,
        finding instanceof SlackHistory.NotAllowed ? How.SENT_UNCHECKED : How.SENT);
  }

  private Answer post(String channel, Delivery delivery, How how) throws InterruptedException {
    SlackMessage message = SlackMessage.of(delivery);
    Outcome<ChatPostMessageResponse> outcome =
        client.call(
            methods ->
                methods.chatPostMessage(
                    request ->
                        request
                            .channel(channel)
                            .text(SlackBlocks.fallback(message))
                            .blocks(SlackBlocks.of(message))
                            .metadata(metadata(delivery))
                            .unfurlLinks(false)
                            .unfurlMedia(false)));
    if (outcome instanceof Outcome.Success<ChatPostMessageResponse> success) {
      ChatPostMessageResponse posted = success.response();
      history.learn(channel, posted.getChannel());
      return new Accepted(how, new MessageRef(posted.getChannel(), posted.getTs()));
    }
    return SlackClient.failure(outcome);
  }

  private Answer update(MessageRef message, String channel, Delivery delivery)
      throws InterruptedException {
    SlackMessage content = SlackMessage.of(delivery);
    var outcome =
        client.call(
            methods ->
                methods.chatUpdate(
                    request ->
                        request
                            .channel(message.channel())
                            .ts(message.ts())
                            .text(SlackBlocks.fallback(content))
                            // An update without blocks removes those that are there.
                            .blocks(SlackBlocks.of(content))
                            .metadata(metadata(delivery))));
    if (outcome instanceof Outcome.Success<?>) {
      return new Accepted(How.SENT, message);
    }
    if (outcome instanceof Outcome.Refusal<?> refusal
        && CANNOT_BE_CHANGED.contains(refusal.error())) {
      return post(channel, delivery, How.SENT);
    }
    return SlackClient.failure(outcome);
  }

  private static Message.Metadata metadata(Delivery delivery) {
    return Message.Metadata.builder()
        .eventType(SlackHistory.EVENT_TYPE)
        .eventPayload(
            Map.of(
                SlackHistory.FINGERPRINT,
                delivery.transition().fingerprint(),
                SlackHistory.STARTS_AT,
                Long.toString(delivery.startsAt())))
        .build();
  }

  @Override
  public void close() {
    client.close();
  }
}
