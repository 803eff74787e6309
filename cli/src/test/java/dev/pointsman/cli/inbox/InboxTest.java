package dev.pointsman.cli.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pointsman.cli.embedded.LoopbackPort;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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

  private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private final Path file;
  private final Inbox inbox;
  private final InboxClient client;

  InboxTest(@TempDir Path folder) {
    file = folder.resolve("inbox.ndjson");
    inbox = Inbox.start(LoopbackPort.claim(0, "the inbox", "--inbox-port"), file, clock, true);
    client = new InboxClient(inbox);
  }

  @AfterEach
  void stop() {
    inbox.close();
  }

  @Test
  void aTriggerOpensAnIncidentAndItsResolveResolvesIt() throws Exception {
    HttpResponse<String> accepted = client.enqueue(InboxClient.trigger("k"));
    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(JSON.readTree(accepted.body()).path("dedup_key").asText()).isEqualTo("k");
    assertThat(inbox.incidents())
        .singleElement()
        .extracting(Incident::status)
        .isEqualTo(Incident.Status.TRIGGERED);

    client.enqueue(InboxClient.change("acknowledge", "k"));
    client.enqueue(InboxClient.trigger("k"));
    assertThat(inbox.incidents())
        .singleElement()
        .extracting(Incident::status)
        .isEqualTo(Incident.Status.ACKNOWLEDGED);

    client.enqueue(InboxClient.change("resolve", "k"));
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
    client.enqueue(InboxClient.trigger("k"));
    client.enqueue(InboxClient.change("resolve", "k"));
    client.enqueue(InboxClient.trigger("k"));
    assertThat(inbox.incidents())
        .extracting(incident -> incident.number() + " " + incident.status())
        .containsExactly("2 TRIGGERED", "1 RESOLVED");
  }

  @Test
  void aResolveOfNothingIsAcceptedAndChangesNothing() throws Exception {
    assertThat(client.enqueue(InboxClient.change("resolve", "unknown")).statusCode())
        .isEqualTo(202);
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
    ObjectNode event = InboxClient.trigger("k");
    int slash = place.lastIndexOf('/');
    ObjectNode parent = slash == 0 ? event : (ObjectNode) event.at(place.substring(0, slash));
    parent.put(place.substring(slash + 1), value.matches("\\d+") ? "x".repeat(size(value)) : value);
    HttpResponse<String> refused = client.enqueue(event);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(refused.body()).path("errors").toString()).contains(error);
    assertThat(inbox.incidents()).isEmpty();
    assertThat(inbox.refusals()).singleElement().extracting(Refusal::status).isEqualTo(400);
  }

  @Test
  void whatIsNoJsonOrTooLargeIsRefused() throws Exception {
    assertThat(client.post("v2/enqueue", "{", "application/json").statusCode()).isEqualTo(400);
    String large = "{\"x\":\"" + "x".repeat(600_000) + "\"}";
    assertThat(client.post("v2/enqueue", large, "application/json").statusCode()).isEqualTo(413);
  }

  @Test
  void aMessageIsPostedUpdatedAndFoundByItsMetadata() throws Exception {
    JsonNode posted =
        client.slack(
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
        client.slack("chat.update", Map.of("channel", channel, "ts", ts, "text", "resolved"));
    assertThat(updated.path("ts").asText()).isEqualTo(ts);

    JsonNode history =
        client.slack(
            "conversations.history",
            Map.of("channel", channel, "include_all_metadata", "true", "limit", "10"));
    JsonNode found = history.path("messages").path(0);
    assertThat(found.path("text").asText()).isEqualTo("resolved");
    assertThat(found.has("blocks")).isFalse();
    assertThat(found.at("/metadata/event_payload/fingerprint").asText()).isEqualTo("f");
  }

  @Test
  void aBlockOfCodeIsShownAsItIs() {
    assertThat(SlackHtml.mrkdwn("*why* ```\n*a* < `b`\nc\n``` _end_"))
        .isEqualTo("<b>why</b> <pre>*a* &lt; `b`\nc</pre> <i>end</i>");
  }

  @Test
  void historyIsPagedNewestFirst() throws Exception {
    for (String text : new String[] {"one", "two", "three"}) {
      client.slack("chat.postMessage", Map.of("channel", "incidents", "text", text));
    }
    String channel = inbox.messages().get(0).channelId();
    JsonNode first =
        client.slack("conversations.history", Map.of("channel", channel, "limit", "2"));
    assertThat(first.path("messages").findValuesAsText("text")).containsExactly("three", "two");
    assertThat(first.path("has_more").asBoolean()).isTrue();
    String cursor = first.at("/response_metadata/next_cursor").asText();
    JsonNode second =
        client.slack(
            "conversations.history", Map.of("channel", channel, "limit", "2", "cursor", cursor));
    assertThat(second.path("messages").findValuesAsText("text")).containsExactly("one");
    assertThat(second.path("has_more").asBoolean()).isFalse();
  }

  @Test
  void channelsAreListedPageByPage() throws Exception {
    for (String channel : new String[] {"one", "two", "three"}) {
      client.message(channel);
    }
    JsonNode first = client.slack("conversations.list", Map.of("limit", "2"));
    String cursor = first.at("/response_metadata/next_cursor").asText();
    JsonNode second = client.slack("conversations.list", Map.of("limit", "2", "cursor", cursor));
    List<String> names = first.path("channels").findValuesAsText("name");
    names.addAll(second.path("channels").findValuesAsText("name"));
    assertThat(names).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(second.at("/response_metadata/next_cursor").asText()).isEmpty();
  }

  @Test
  void aJsonBodyWillDoAsWellAsAForm() throws Exception {
    HttpResponse<String> answer =
        client.post(
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
        client.slack(
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
        client.slack(
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
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body())
        .contains("not_authed");
  }

  @Test
  void anUpdateOfWhatIsNotThereIsRefusedByName() throws Exception {
    assertThat(
            client.slack("chat.update", Map.of("channel", "incidents", "ts", "1.0", "text", "x")))
        .hasToString("{\"ok\":false,\"error\":\"channel_not_found\"}");
    client.slack("chat.postMessage", Map.of("channel", "incidents", "text", "x"));
    String channel = inbox.messages().get(0).channelId();
    assertThat(client.slack("chat.update", Map.of("channel", channel, "ts", "1.0", "text", "x")))
        .hasToString("{\"ok\":false,\"error\":\"message_not_found\"}");
  }

  @Test
  void aBurstInOneChannelIsToldToWait() throws Exception {
    HttpResponse<String> last = client.message("incidents");
    for (int i = 0; i < 3; i++) {
      last = client.message("incidents");
    }
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.headers().firstValue("Retry-After")).contains("1");
    assertThat(last.body()).contains("ratelimited");
    assertThat(client.message("another").statusCode()).isEqualTo(200);
  }

  @Test
  void thePageEscapesWhatArrivedAndNoSecretIsShownOrKept() throws Exception {
    ObjectNode event = InboxClient.trigger("k");
    ((ObjectNode) event.get("payload")).put("summary", "<script>alert(1)</script>");
    client.enqueue(event);
    client.slack(
        "chat.postMessage",
        Map.of("channel", "incidents", "text", "<img src=x> <https://x.test/?a=1|run *book*>"));
    assertThat(Files.readString(file)).doesNotContain(InboxClient.TOKEN, InboxClient.ROUTING_KEY);
    for (String path : new String[] {"", "now", "api/incidents", "api/messages"}) {
      String body = client.get(path);
      assertThat(body).doesNotContain(InboxClient.TOKEN, InboxClient.ROUTING_KEY);
      if (!path.startsWith("api")) {
        assertThat(body)
            .doesNotContain("<script>alert")
            .doesNotContain("<img")
            .contains("&lt;script&gt;")
            .contains("href=\"https://x.test/?a=1\"");
      }
    }
    assertThat(client.get("inbox.css")).contains("prefers-color-scheme");
    assertThat(client.get("inbox.js")).contains("fetch");
  }

  @Test
  void itForgetsTheOldestWhenItIsFull() throws IOException {
    var pagerDuty = new PagerDutyInbox();
    for (int i = 0; i <= PagerDutyInbox.INCIDENTS_KEPT; i++) {
      pagerDuty.enqueue(
          JSON.writeValueAsBytes(InboxClient.trigger("k" + i)), clock.instant(), accepted -> {});
    }
    assertThat(pagerDuty.incidents()).hasSize(PagerDutyInbox.INCIDENTS_KEPT);
    assertThat(pagerDuty.incidents().get(0).number()).isEqualTo(PagerDutyInbox.INCIDENTS_KEPT + 1);
  }

  private static int size(String digits) {
    return Integer.parseInt(digits);
  }
}
