package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Speaks to an inbox as to PagerDuty and Slack. */
record InboxClient(HttpClient client, URI inbox) {

  static final String TOKEN = "xoxb-super-secret";
  static final String ROUTING_KEY = "r".repeat(32);

  private static final ObjectMapper JSON = new ObjectMapper();

  InboxClient(Inbox inbox) {
    this(HttpClient.newHttpClient(), inbox.address());
  }

  static ObjectNode trigger(String dedupKey) {
    ObjectNode event = change("trigger", dedupKey);
    event
        .putObject("payload")
        .put("summary", "region_failover is firing")
        .put("source", "us-west-2")
        .put("severity", "critical");
    return event;
  }

  static ObjectNode change(String action, String dedupKey) {
    return JSON.createObjectNode()
        .put("routing_key", ROUTING_KEY)
        .put("event_action", action)
        .put("dedup_key", dedupKey);
  }

  HttpResponse<String> enqueue(JsonNode event) throws Exception {
    return post("v2/enqueue", event.toString(), "application/json");
  }

  HttpResponse<String> message(String channel) throws Exception {
    return post(
        "api/chat.postMessage", "text=x&channel=" + channel, "application/x-www-form-urlencoded");
  }

  JsonNode slack(String method, Map<String, String> arguments) throws Exception {
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

  HttpResponse<String> post(String path, String body, String type) throws Exception {
    URI address = inbox.resolve(path);
    return client.send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", type)
            .header("Authorization", "Bearer " + TOKEN)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  String get(String path) throws Exception {
    return client
        .send(HttpRequest.newBuilder(inbox.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }
}
