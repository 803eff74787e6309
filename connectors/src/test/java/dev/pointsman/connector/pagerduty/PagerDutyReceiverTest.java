package dev.pointsman.connector.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pointsman.connector.http.ReceiverContract;
import dev.pointsman.connector.http.Secret;
import dev.pointsman.connector.http.TestingDeliveries;
import dev.pointsman.connector.http.TestingServer.Reply;
import dev.pointsman.notify.Answer;
import dev.pointsman.notify.Delivery;
import dev.pointsman.notify.Receiver;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.Severity;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagerDutyReceiverTest extends ReceiverContract {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TestingDeliveries deliveries =
      new TestingDeliveries(new Notification.PagerDuty(Severity.CRITICAL));

  @Override
  protected Receiver receiver(URI server, Secret secret, Duration timeout) {
    return new PagerDutyReceiver(
        new PagerDutyClient(server.resolve("/v2/enqueue"), secret, timeout));
  }

  @Override
  protected Delivery trigger() {
    return deliveries.trigger();
  }

  @Override
  protected Reply accepted() {
    return Reply.json(
        202, "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"k\"}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRehearsalIsAcceptedLikeAPage(boolean secured) throws Exception {
    assertThat(Rehearsal.play(secured)).isEqualTo(Answer.sent());
    sent(deliveries.trigger()); // which the contract looks for
  }

  @Test
  void nobodyHearsOfAPreparation() throws Exception {
    try (Receiver receiver =
        receiver(server.address(""), Secret.of(SECRET_TEXT), Duration.ofSeconds(5))) {
      receiver.prepare();
    }
    sent(deliveries.trigger());
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aTriggerIsAnEventOfTheSecondVersion() throws Exception {
    JsonNode event = sent(deliveries.trigger(Map.of("runbook_url", "https://wiki.example/api")));
    assertThat(event.get("routing_key").asText()).isEqualTo(SECRET_TEXT);
    assertThat(event.get("event_action").asText()).isEqualTo("trigger");
    assertThat(event.get("dedup_key").asText()).isEqualTo(TestingDeliveries.FINGERPRINT);
    assertThat(event.at("/payload/summary").asText())
        .isEqualTo("region_failover is firing: check=api region=us-west-2 (value 3)");
    assertThat(event.at("/payload/severity").asText()).isEqualTo("critical");
    assertThat(event.at("/payload/source").asText()).isEqualTo("us-west-2");
    assertThat(event.at("/payload/timestamp").asText()).isEqualTo("2025-11-21T02:13:20Z");
    assertThat(event.at("/payload/class").asText()).isEqualTo("region_failover");
    assertThat(event.at("/payload/custom_details/value").asText()).isEqualTo("3");
    assertThat(event.at("/links/0/href").asText()).isEqualTo("https://wiki.example/api");
    assertThat(event.at("/links/0/text").asText()).isEqualTo("Runbook");
  }

  @Test
  void aResolveCarriesItsKeyAndNothingElse() throws Exception {
    JsonNode event = sent(deliveries.resolve(Delivery.Kind.RESOLVE_IF_TOLD, null, true));
    assertThat(event.properties()).hasSize(3);
    assertThat(event.get("event_action").asText()).isEqualTo("resolve");
    assertThat(event.get("dedup_key").asText()).isEqualTo(TestingDeliveries.FINGERPRINT);
  }

  @Test
  void whatIsTooLongIsCutAndNotLost() throws Exception {
    var annotations = new TreeMap<String, String>();
    annotations.put("summary", "x".repeat(2000));
    for (int i = 0; i < 100; i++) {
      annotations.put("note" + i, "y".repeat(20_000));
    }
    JsonNode event = sent(deliveries.trigger(annotations));
    assertThat(event.at("/payload/summary").asText()).hasSize(1024).endsWith("x…");
    assertThat(server.requests().get(0).body().length()).isLessThan(512 * 1024);
    assertThat(event.at("/payload/custom_details/left out").asText()).isNotEmpty();
  }

  private JsonNode sent(Delivery delivery) throws InterruptedException, IOException {
    server.reply(accepted());
    deliver(delivery);
    return MAPPER.readTree(server.requests().get(0).body());
  }
}
