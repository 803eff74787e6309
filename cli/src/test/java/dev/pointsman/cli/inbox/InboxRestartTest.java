package dev.pointsman.cli.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pointsman.cli.embedded.LoopbackPort;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxRestartTest {

  private final Path file;
  private Inbox inbox;
  private InboxClient client;

  InboxRestartTest(@TempDir Path folder) {
    file = folder.resolve("inbox.ndjson");
    inbox = start();
    client = new InboxClient(inbox);
  }

  @AfterEach
  void stop() {
    inbox.close();
  }

  @Test
  void startedAgainItGoesOnWithTheSameIncidentAndTheSameMessage() throws Exception {
    client.enqueue(InboxClient.trigger("k"));
    client.slack("chat.postMessage", Map.of("channel", "#incidents", "text", "firing"));
    Incident incident = inbox.incidents().get(0);
    SlackMessage message = inbox.messages().get(0);

    startAgain();
    assertThat(inbox.incidents()).containsExactly(incident);
    assertThat(inbox.messages()).containsExactly(message);

    client.enqueue(InboxClient.trigger("k"));
    client.enqueue(InboxClient.change("resolve", "k"));
    client.slack(
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
      client.slack("chat.postMessage", Map.of("channel", "incidents", "text", text));
    }
    client.message("incidents"); // too many: refused, and so not remembered
    List<SlackMessage> before = inbox.messages();
    startAgain();
    assertThat(inbox.messages()).isEqualTo(before).hasSize(3);
  }

  private Inbox start() {
    Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    return Inbox.start(LoopbackPort.claim(0, "the inbox", "--inbox-port"), file, clock, true);
  }

  private void startAgain() {
    inbox.close();
    inbox = start();
    client = new InboxClient(inbox);
  }
}
