package dev.pointsman.connector.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pointsman.connector.http.ReceiverContract;
import dev.pointsman.connector.http.Secret;
import dev.pointsman.connector.http.TestingDeliveries;
import dev.pointsman.connector.http.TestingServer.Reply;
import dev.pointsman.connector.http.TestingServer.Request;
import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Answer.Accepted;
import dev.pointsman.notify.Answer.How;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.Delivery.Kind;
import dev.pointsman.notify.MessageRef;
import dev.pointsman.notify.Receiver;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackReceiverTest extends ReceiverContract {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final MessageRef MESSAGE = new MessageRef("C0000001", "1763691201.000100");
  private static final String POSTED =
      "{\"ok\":true,\"channel\":\"C0000001\",\"ts\":\"1763691201.000100\"}";
  private static final String CHANNELS =
      "{\"ok\":true,\"channels\":[{\"id\":\"C0000001\",\"name\":\"incidents\"}]}";

  private final TestingDeliveries deliveries =
      new TestingDeliveries(new Notification.Slack("#incidents", Severity.CRITICAL));

  @Override
  protected Receiver receiver(URI server, Secret secret, Duration timeout) {
    return new SlackReceiver(new SlackClient(server.resolve("/api/"), secret, timeout), null);
  }

  @Override
  protected Delivery trigger() {
    return deliveries.trigger();
  }

  @Override
  protected Reply accepted() {
    return Reply.json(200, POSTED);
  }

  @Test
  void aTriggerIsAMessageThatCarriesItsIdentity() throws Exception {
    server.reply(accepted());
    assertThat(deliver(trigger())).isEqualTo(new Accepted(How.SENT, MESSAGE));
    Request request = server.requests().get(0);
    assertThat(request.path()).isEqualTo("/api/chat.postMessage");
    Map<String, String> form = request.form();
    assertThat(form).containsEntry("channel", "#incidents");
    assertThat(form.get("text")).contains("region_failover is firing: check=api");
    JsonNode metadata = MAPPER.readTree(form.get("metadata"));
    assertThat(metadata.at("/event_payload/fingerprint").asText())
        .isEqualTo(TestingDeliveries.FINGERPRINT);
    assertThat(metadata.at("/event_payload/starts_at").asText())
        .isEqualTo(Long.toString(TestingDeliveries.T0));
  }

  @Test
  void aResolveChangesTheMessageAndKeepsItsBlocks() throws Exception {
    server.reply(accepted());
    assertThat(deliver(deliveries.resolve(Kind.RESOLVE, MESSAGE, false)))
        .isEqualTo(new Accepted(How.SENT, MESSAGE));
    Request request = server.requests().get(0);
    assertThat(request.path()).isEqualTo("/api/chat.update");
    Map<String, String> form = request.form();
    assertThat(form).containsEntry("channel", MESSAGE.channel()).containsEntry("ts", MESSAGE.ts());
    assertThat(MAPPER.readTree(form.get("blocks")).toString())
        .contains("Resolved: region_failover after 4m 10s")
        .contains("region_failover is firing: check=api")
        .contains("2025-11-21 02:17:30 UTC");
  }

  @Test
  void aMessageThatCannotBeChangedIsFollowedByAnother() throws Exception {
    server.reply(Reply.json(200, "{\"ok\":false,\"error\":\"message_not_found\"}"));
    server.reply(accepted());
    assertThat(deliver(deliveries.resolve(Kind.RESOLVE, MESSAGE, false)))
        .isInstanceOf(Accepted.class);
    assertThat(paths()).containsExactly("/api/chat.update", "/api/chat.postMessage");
  }

  @Test
  void aMessageThatMayHaveBeenPostedIsFoundByItsMetadata() throws Exception {
    server.reply(Reply.json(200, CHANNELS));
    server.reply(Reply.json(200, history("another", "\"next_cursor\":\"more\"")));
    server.reply(Reply.json(200, history(TestingDeliveries.FINGERPRINT, "")));
    assertThat(deliver(deliveries.triggerThatMayHaveBeenTold()))
        .isEqualTo(new Accepted(How.FOUND, MESSAGE));
    assertThat(paths())
        .containsExactly(
            "/api/conversations.list", "/api/conversations.history", "/api/conversations.history");
    assertThat(server.requests().get(2).form())
        .containsEntry("cursor", "more")
        .containsEntry("channel", "C0000001")
        .containsEntry("include_all_metadata", "1");
  }

  @Test
  void aMessageThatIsNotThereIsPosted() throws Exception {
    server.reply(Reply.json(200, CHANNELS));
    server.reply(Reply.json(200, history("another", "")));
    server.reply(accepted());
    assertThat(deliver(deliveries.triggerThatMayHaveBeenTold()))
        .isEqualTo(new Accepted(How.SENT, MESSAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing_scope", "not_in_channel"})
  void whereWeMayNotLookTheMessageIsPostedAnyway(String error) throws Exception {
    server.reply(Reply.json(200, CHANNELS));
    server.reply(refusal(error));
    server.reply(accepted());
    assertThat(deliver(deliveries.triggerThatMayHaveBeenTold()))
        .isEqualTo(new Accepted(How.SENT_UNCHECKED, MESSAGE));
  }

  @Test
  void aSearchThatFailsIsTriedAgainBeforeAnythingIsPosted() throws Exception {
    server.reply(Reply.json(429, "{}").withHeader("Retry-After", "3"));
    Answer.Retry retry = retry(deliver(deliveries.triggerThatMayHaveBeenTold()));
    assertThat(retry.after()).isEqualTo(Duration.ofSeconds(3));
    assertThat(paths()).doesNotContain("/api/chat.postMessage");
  }

  @Test
  void theEndOfWhatWasNeverToldIsNotTold() throws Exception {
    server.reply(Reply.json(200, CHANNELS));
    server.reply(Reply.json(200, history("another", "")));
    assertThat(deliver(deliveries.resolve(Kind.RESOLVE_IF_TOLD, null, true)))
        .isEqualTo(new Accepted(How.NOTHING_TO_DO, null));
  }

  @Test
  void whatFiredAndEndedBeforeItCouldBeToldIsOneMessage() throws Exception {
    server.reply(accepted());
    deliver(deliveries.resolve(Kind.RESOLVE, null, false));
    assertThat(paths()).containsExactly("/api/chat.postMessage");
    assertThat(server.requests().get(0).form().get("blocks")).contains("Resolved:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "invalid_auth",
        "token_revoked"
      })
  void aRefusalThatStaysIsRejected(String error) throws Exception {
    server.reply(refusal(error));
    assertThat(deliver(trigger())).isEqualTo(new Answer.Rejected(error));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ratelimited", "fatal_error", "internal_error", "request_timeout"})
  void aRefusalThatPassesIsTriedAgain(String error) throws Exception {
    server.reply(refusal(error));
    assertThat(retry(deliver(trigger())).reason()).isEqualTo(error);
  }

  @Test
  void aRuleWithoutAChannelNeedsADefaultOne() throws Exception {
    var nowhere = new TestingDeliveries(new Notification.Slack(null, Severity.INFO));
    assertThat(deliver(nowhere.trigger())).isInstanceOf(Answer.Rejected.class);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void whatIsTooLongIsCutAndNobodyIsMentioned() throws Exception {
    var annotations = new TreeMap<String, String>();
    annotations.put("summary", "<!channel> & " + "x".repeat(50_000));
    for (int i = 0; i < 100; i++) {
      annotations.put("note" + i, "y".repeat(5000));
    }
    server.reply(accepted());
    deliver(deliveries.trigger(annotations));
    Map<String, String> form = server.requests().get(0).form();
    assertThat(form.get("text")).doesNotContain("<!channel>").contains("&lt;!channel&gt; &amp; x");
    JsonNode blocks = MAPPER.readTree(form.get("blocks"));
    assertThat(blocks.size()).isEqualTo(50);
    for (JsonNode block : blocks) {
      assertThat(block.at("/text/text").asText()).hasSizeLessThanOrEqualTo(3000);
    }
    assertThat(blocks.get(0).at("/text/text").asText()).hasSizeLessThanOrEqualTo(150);
  }

  private static Reply refusal(String error) {
    return Reply.json(200, "{\"ok\":false,\"error\":\"" + error + "\"}");
  }

  private static String history(String fingerprint, String responseMetadata) {
    return """
        {"ok":true,"messages":[
          {"type":"message","ts":"1763691202.000100","text":"hello"},
          {"type":"message","ts":"%s","metadata":{"event_type":"pointsman_alert",
           "event_payload":{"fingerprint":"%s","starts_at":"%d"}}}],
         "response_metadata":{%s}}
        """
        .formatted(MESSAGE.ts(), fingerprint, TestingDeliveries.T0, responseMetadata);
  }

  private List<String> paths() {
    return server.requests().stream().map(Request::path).toList();
  }
}
