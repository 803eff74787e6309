package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What a server sends back. */
record Answer(int status, JsonNode body, Map<String, String> headers) {

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer of(int status, JsonNode body) {
    return new Answer(status, body, Map.of());
  }
}
