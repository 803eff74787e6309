package dev.pointsman.connector.pagerduty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pointsman.connector.http.TestingServer;
import dev.pointsman.connector.http.TestingServer.Reply;
import dev.pointsman.connector.http.TestingServer.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** PagerDuty as far as an incident goes: a trigger opens one, unless one with its key is open. */
public final class TestingPagerDuty implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TestingServer server;
  private final List<String> pages = new ArrayList<>();
  private final Set<String> open = new TreeSet<>();

  public TestingPagerDuty() throws IOException {
    server = new TestingServer(this::take);
  }

  /** Its network, for answers that PagerDuty would not give. */
  public TestingServer server() {
    return server;
  }

  public String address() {
    return server.address("/v2/enqueue").toString();
  }

  /** The keys of the incidents opened so far, in order: each is somebody woken up. */
  public synchronized List<String> pages() {
    return List.copyOf(pages);
  }

  /** The keys of the incidents that are open. */
  public synchronized Set<String> open() {
    return Set.copyOf(open);
  }

  private synchronized Reply take(Request request) {
    try {
      JsonNode event = MAPPER.readTree(request.body());
      String key = event.get("dedup_key").asText();
      switch (event.get("event_action").asText()) {
        case "trigger" -> {
          if (open.add(key)) {
            pages.add(key);
          }
        }
        case "resolve" -> open.remove(key);
        default -> {
          return Reply.json(400, "{\"status\":\"invalid event\"}");
        }
      }
      return Reply.json(202, "{\"status\":\"success\",\"dedup_key\":\"" + key + "\"}");
    } catch (JsonProcessingException e) {
      return Reply.json(400, "{\"status\":\"invalid event\"}");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
