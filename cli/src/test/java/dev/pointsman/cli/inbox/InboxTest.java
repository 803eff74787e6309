package dev.pointsman.cli.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pointsman.cli.embedded.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboxTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "xoxb-super-secret";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private final Path file;
  private Inbox inbox;

  InboxTest(@TempDir Path folder) {
    file = folder.resolve("inbox.ndjson");
    inbox = start();
  }

  @AfterEach
  void stop() {
    inbox.close();
  }

  @Test
  void aTriggerOpensAnIncidentAndItsResolveResolvesIt() throws Exception {
    HttpResponse<String> accepted = enqueue(trigger("k"));
    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(JSON.readTree(accepted.body()).path("dedup_key").asText()).isEqualTo("k");
    assertThat(inbox.incidents())
        .singleElement()
        .extracting(Incident::status)
        .isEqualTo(Incident.Status.TRIGGERED);

    enqueue(change("acknowledge", "k"));
    enqueue(trigger("k"));
    assertThat(inbox.incidents())
        .singleElement()
        .extracting(Incident::status)
        .isEqualTo(Incident.Status.ACKNOWLEDGED);

    enqueue(change("resolve", "k"));
    assertThat(inbox.incidents())
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.status()).isEqualTo(Incident.Status.RESOLVED);
              assertThat(incident.events())
                  .extracting(Incident.Event::action)
                  .containsExactly("trigger", "acknowledge", "trigger", "resolve");
            });
  }

  @Test
  void aTriggerAfterAResolveOpensANewIncident() throws Exception {
    enqueue(trigger("k"));
    enqueue(change("resolve", "k"));
    enqueue(trigger("k"));
    assertThat(inbox.incidents())
        .extracting(incident -> incident.number() + " " + incident.status())
        .containsExactly("2 TRIGGERED", "1 RESOLVED");
  }

  @Test
  void aResolveOfNothingIsAcceptedAndChangesNothing() throws Exception {
    assertThat(enqueue(change("resolve", "unknown")).statusCode()).isEqualTo(202);
    assertThat(inbox.incidents()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/routing_key | short | Length of 'routing_key' is incorrect",
        "/event_action | page | 'event_action' is invalid",
        "/payload/summary | '' | 'payload.summary' is missing or blank",
        "/payload/summary | 1025 | 'payload.summary' is too long",
        "/payload/source | '' | 'payload.source' is missing or blank",
        "/payload/severity | fatal | 'payload.severity' is invalid",
        "/payload/timestamp | yesterday | 'payload.timestamp' is invalid",
        "/dedup_key | 256 | 'dedup_key' is too long",
      })
  void anEventThatPagerDutyWouldRefuseIsRefused(String place, String value, String error)
      throws Exception {
    ObjectNode event = trigger("k");
    int slash = place.lastIndexOf('/');
    ObjectNode parent = slash == 0 ? event : (ObjectNode) event.at(place.substring(0, slash));
    parent.put(place.substring(slash + 1), value.matches("\\d+") ? "x".repeat(size(value)) : value);
    HttpResponse<String> refused = enqueue(event);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(refused.body()).path("errors").toString()).contains(error);
    assertThat(inbox.incidents()).isEmpty();
    assertThat(inbox.refusals()).singleElement().extracting(Refusal::status).isEqualTo(400);
  }

  @Test
  void whatIsNoJsonOrTooLargeIsRefused() throws Exception {
    assertThat(post("v2/enqueue", "{", "application/json").statusCode()).isEqualTo(400);
    String large = "{\"x\":\"" + "x".repeat(600_000) + "\"}";
    assertThat(post("v2/enqueue", large, "application/json").statusCode()).isEqualTo(413);
  }

  @Test
  void aMessageIsPostedUpdatedAndFoundByItsMetadata() throws Exception {
    JsonNode posted =
        slack(
            "chat.postMessage",
            Map.of(
                "channel",
                "#incidents",
                "text",
                "firing",
                "blocks",
                "[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"*x*\"}}]",
                "metadata",
                "{\"event_type\":\"alert\",\"event_payload\":{\"fingerprint\":\"f\"}}"));
    assertThat(posted.path("ok").asBoolean()).isTrue();
    String channel = posted.path("channel").asText();
    String ts = posted.path("ts").asText();

    JsonNode updated =
        slack("chat.update", Map.of("channel", channel, "ts", ts, "text", "resolved"));
    assertThat(updated.path("ts").asText()).isEqualTo(ts);

    JsonNode history =
        slack(
            "conversations.history",
            Map.of("channel", channel, "include_all_metadata", "true", "limit", "10"));
    JsonNode found = history.path("messages").path(0);
    assertThat(found.path("text").asText()).isEqualTo("resolved");
    assertThat(found.has("blocks")).isFalse();
    assertThat(found.at("/metadata/event_payload/fingerprint").asText()).isEqualTo("f");
  }

  @Test
  void historyIsPagedNewestFirst() throws Exception {
    for (String text : new String[] {"one", "two", "three"}) {
      slack("chat.postMessage", Map.of("channel", "incidents", "text", text));
    }
    String channel = inbox.messages().get(0).channelId();
    JsonNode first = slack("conversations.history", Map.of("channel", channel, "limit", "2"));
    assertThat(first.path("messages").findValuesAsText("text")).containsExactly("three", "two");
    assertThat(first.path("has_more").asBoolean()).isTrue();
    String cursor = first.at("/response_metadata/next_cursor").asText();
    JsonNode second =
        slack("conversations.history", Map.of("channel", channel, "limit", "2", "cursor", cursor));
    assertThat(second.path("messages").findValuesAsText("text")).containsExactly("one");
    assertThat(second.path("has_more").asBoolean()).isFalse();
  }

  @Test
  void aJsonBodyWillDoAsWellAsAForm() throws Exception {
    HttpResponse<String> answer =
        post(
            "api/chat.postMessage",
            "{\"channel\":\"incidents\",\"text\":\"hello\",\"blocks\":[{\"type\":\"divider\"}]}",
            "application/json; charset=utf-8");
    assertThat(JSON.readTree(answer.body()).path("ok").asBoolean()).isTrue();
    assertThat(inbox.messages()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'', no_text, 1, 0",
    "'', msg_too_long, 40001, 0",
    "'', invalid_blocks, 1, 51",
    "Not A Channel, channel_not_found, 1, 0",
  })
  void aMessageThatSlackWouldRefuseIsRefused(String channel, String error, int text, int blocks)
      throws Exception {
    String dividers =
        IntStream.range(0, blocks)
            .mapToObj(i -> "{\"type\":\"divider\"}")
            .collect(Collectors.joining(",", "[", "]"));
    JsonNode answer =
        slack(
            "chat.postMessage",
            Map.of(
                "channel",
                channel.isEmpty() ? "incidents" : channel,
                "text",
                error.equals("no_text") ? "" : "x".repeat(text),
                "blocks",
                blocks == 0 ? "" : dividers));
    assertThat(answer.path("ok").asBoolean()).isFalse();
    assertThat(answer.path("error").asText()).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource({"section, mrkdwn, 3001", "header, plain_text, 151", "header, mrkdwn, 10"})
  void aBlockThatSlackWouldRefuseIsNamed(String type, String textType, int size) throws Exception {
    ObjectNode block = JSON.createObjectNode().put("type", type);
    block.putObject("text").put("type", textType).put("text", "x".repeat(size));
    JsonNode answer =
        slack(
            "chat.postMessage",
            Map.of("channel", "incidents", "text", "x", "blocks", "[" + block + "]"));
    assertThat(answer.path("error").asText()).isEqualTo("invalid_blocks");
    assertThat(answer.at("/response_metadata/messages/0").asText()).contains("/blocks/0/text");
  }

  @Test
  void aCallWithoutATokenIsRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(inbox.slackAddress().resolve("auth.test"))
            .POST(BodyPublishers.noBody())
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("not_authed");
  }

  @Test
  void anUpdateOfWhatIsNotThereIsRefusedByName() throws Exception {
    assertThat(slack("chat.update", Map.of("channel", "incidents", "ts", "1.0", "text", "x")))
        .hasToString("{\"ok\":false,\"error\":\"channel_not_found\"}");
    slack("chat.postMessage", Map.of("channel", "incidents", "text", "x"));
    String channel = inbox.messages().get(0).channelId();
    assertThat(slack("chat.update", Map.of("channel", channel, "ts", "1.0", "text", "x")))
        .hasToString("{\"ok\":false,\"error\":\"message_not_found\"}");
  }

  @Test
  void aBurstInOneChannelIsToldToWait() throws Exception {
    HttpResponse<String> last = message("incidents");
    for (int i = 0; i < 3; i++) {
      last = message("incidents");
    }
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.headers().firstValue("Retry-After")).contains("1");
    assertThat(last.body()).contains("ratelimited");
    assertThat(message("another").statusCode()).isEqualTo(200);
  }

  @Test
  void thePageEscapesWhatArrivedAndShowsNoSecret() throws Exception {
    ObjectNode event = trigger("k");
    ((ObjectNode) event.get("payload")).put("summary", "<script>alert(1)</script>");
    enqueue(event);
    slack(
        "chat.postMessage",
        Map.of("channel", "incidents", "text", "<img src=x> <https://x.test/?a=1|run *book*>"));
    for (String path : new String[] {"", "now", "api/incidents", "api/messages"}) {
      String body = get(path);
      assertThat(body).doesNotContain(TOKEN).doesNotContain("r".repeat(32));
      if (!path.startsWith("api")) {
        assertThat(body)
            .doesNotContain("<script>alert")
            .doesNotContain("<img")
            .contains("&lt;script&gt;")
            .contains("href=\"https://x.test/?a=1\"");
      }
    }
    assertThat(get("inbox.css")).contains("prefers-color-scheme");
    assertThat(get("inbox.js")).contains("fetch");
  }

  @Test
  void itForgetsTheOldestWhenItIsFull() throws IOException {
    var pagerDuty = new PagerDutyInbox();
    for (int i = 0; i <= PagerDutyInbox.INCIDENTS_KEPT; i++) {
      pagerDuty.enqueue(JSON.writeValueAsBytes(trigger("k" + i)), clock.instant(), accepted -> {});
    }
    assertThat(pagerDuty.incidents()).hasSize(PagerDutyInbox.INCIDENTS_KEPT);
    assertThat(pagerDuty.incidents().get(0).number()).isEqualTo(PagerDutyInbox.INCIDENTS_KEPT + 1);
  }

  @Test
  void startedAgainItGoesOnWithTheSameIncidentAndTheSameMessage() throws Exception {
    enqueue(trigger("k"));
    slack("chat.postMessage", Map.of("channel", "#incidents", "text", "firing"));
    Incident incident = inbox.incidents().get(0);
    SlackMessage message = inbox.messages().get(0);

    startAgain();
    assertThat(inbox.incidents()).containsExactly(incident);
    assertThat(inbox.messages()).containsExactly(message);

    enqueue(trigger("k"));
    enqueue(change("resolve", "k"));
    slack(
        "chat.update",
        Map.of("channel", message.channelId(), "ts", message.ts(), "text", "resolved"));
    startAgain();
    assertThat(inbox.incidents())
        .extracting(each -> each.number() + " " + each.status())
        .containsExactly("1 RESOLVED");
    assertThat(inbox.messages())
        .extracting(each -> each.ts() + " " + each.text())
        .containsExactly(message.ts() + " resolved");
  }

  @Test
  void messagesOfOneMomentKeepTheirPlacesWhenItIsStartedAgain() throws Exception {
    for (String text : new String[] {"one", "two", "three"}) {
      slack("chat.postMessage", Map.of("channel", "incidents", "text", text));
    }
    message("incidents"); // too many: refused, and so not remembered
    List<SlackMessage> before = inbox.messages();
    startAgain();
    assertThat(inbox.messages()).isEqualTo(before).hasSize(3);
  }

  @Test
  void whatItRemembersHasNoSecretInIt() throws Exception {
    enqueue(trigger("k"));
    slack("chat.postMessage", Map.of("channel", "incidents", "text", "x", "token", TOKEN));
    assertThat(Files.readString(file))
        .contains("us-west-2", "incidents")
        .doesNotContain(TOKEN, "r".repeat(32));
  }

  private Inbox start() {
    return Inbox.start(LoopbackPort.claim(0, "the inbox", "--inbox-port"), file, clock, true);
  }

  private void startAgain() {
    inbox.close();
    inbox = start();
  }

  private static int size(String digits) {
    return Integer.parseInt(digits);
  }

  private static ObjectNode trigger(String dedupKey) {
    ObjectNode event = change("trigger", dedupKey);
    event
        .putObject("payload")
        .put("summary", "region_failover is firing")
        .put("source", "us-west-2")
        .put("severity", "critical");
    return event;
  }

  private static ObjectNode change(String action, String dedupKey) {
    return JSON.createObjectNode()
        .put("routing_key", "r".repeat(32))
        .put("event_action", action)
        .put("dedup_key", dedupKey);
  }

  private HttpResponse<String> enqueue(JsonNode event) throws Exception {
    return post("v2/enqueue", event.toString(), "application/json");
  }

  private HttpResponse<String> message(String channel) throws Exception {
    return post(
        "api/chat.postMessage", "text=x&channel=" + channel, "application/x-www-form-urlencoded");
  }

  private JsonNode slack(String method, Map<String, String> arguments) throws Exception {
    String form =
        arguments.entrySet().stream()
            .map(
                each ->
                    each.getKey()
                        + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return JSON.readTree(post("api/" + method, form, "application/x-www-form-urlencoded").body());
  }

  private HttpResponse<String> post(String path, String body, String type) throws Exception {
    URI address = inbox.address().resolve(path);
    return client.send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", type)
            .header("Authorization", "Bearer " + TOKEN)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(inbox.address().resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }
}
