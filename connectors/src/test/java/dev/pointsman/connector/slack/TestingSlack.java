package dev.pointsman.connector.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pointsman.connector.http.TestingServer;
import dev.pointsman.connector.http.TestingServer.Reply;
import dev.pointsman.connector.http.TestingServer.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Slack as far as one channel goes: posting, changing and reading back. */
public final class TestingSlack implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CHANNEL = "C0000001";

  private final TestingServer server;
  private final List<ObjectNode> messages = new ArrayList<>();

  public TestingSlack() throws IOException {
    server = new TestingServer(this::take);
  }

  /** Its network, for answers that Slack would not give. */
  public TestingServer server() {
    return server;
  }

  public String address() {
    return server.address("/api/").toString();
  }

  /** The texts that stand in the channel, in order. */
  public synchronized List<String> texts() {
    return messages.stream().map(message -> message.get("text").asText()).toList();
  }

  private synchronized Reply take(Request request) {
    try {
      return switch (request.path()) {
        case "/api/chat.postMessage" -> post(request.form());
        case "/api/chat.update" -> update(request.form());
        case "/api/conversations.list" -> channels();
        case "/api/conversations.history" -> history();
        default -> Reply.json(200, "{\"ok\":false,\"error\":\"unknown_method\"}");
      };
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply post(Map<String, String> form) throws JsonProcessingException {
    ObjectNode message = MAPPER.createObjectNode();
    message.put("ts", "1763691200." + String.format("%06d", messages.size() + 1));
    message.put("text", form.get("text"));
    message.set("metadata", MAPPER.readTree(form.get("metadata")));
    messages.add(message);
    return ok(message.get("ts").asText());
  }

  private Reply update(Map<String, String> form) {
    for (ObjectNode message : messages) {
      if (message.get("ts").asText().equals(form.get("ts"))) {
        message.put("text", form.get("text"));
        return ok(message.get("ts").asText());
      }
    }
    return Reply.json(200, "{\"ok\":false,\"error\":\"message_not_found\"}");
  }

  private static Reply channels() {
    return Reply.json(
        200, "{\"ok\":true,\"channels\":[{\"id\":\"" + CHANNEL + "\",\"name\":\"incidents\"}]}");
  }

  private Reply history() {
    ObjectNode answer = MAPPER.createObjectNode().put("ok", true);
    answer.putArray("messages").addAll(messages);
    return Reply.json(200, answer.toString());
  }

  private static Reply ok(String ts) {
    return Reply.json(200, "{\"ok\":true,\"channel\":\"" + CHANNEL + "\",\"ts\":\"" + ts + "\"}");
  }

  @Override
  public void close() {
    server.close();
  }
}
