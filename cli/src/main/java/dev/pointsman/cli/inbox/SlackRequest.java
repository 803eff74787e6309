package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The arguments of one call of the Slack API, sent as a form or as JSON, without its token. */
final class SlackRequest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String token;
  private final ObjectNode arguments;

  private SlackRequest(String token, ObjectNode arguments) {
    this.token = token;
    this.arguments = arguments;
  }

  /**
   * Takes the token out of the arguments.
   *
   * @throws SlackRefusal when the body is not what its type says
   */
  static SlackRequest parse(
      @Nullable String authorization,
      @Nullable String contentType,
      @Nullable String query,
      byte[] body) {
    ObjectNode arguments = JSON.createObjectNode();
    if (query != null) {
      form(query, arguments);
    }
    String text = new String(body, StandardCharsets.UTF_8);
    if (contentType != null && contentType.startsWith("application/json")) {
      try {
        if (!(JSON.readTree(text) instanceof ObjectNode object)) {
          throw new SlackRefusal("json_not_object");
        }
        arguments.setAll(object);
      } catch (JsonProcessingException e) {
        throw new SlackRefusal("invalid_json");
      }
    } else {
      form(text, arguments);
    }
    JsonNode inBody = arguments.remove("token");
    String token =
        authorization != null && authorization.startsWith("Bearer ")
            ? authorization.substring("Bearer ".length()).strip()
            : inBody == null ? "" : inBody.asText();
    return new SlackRequest(token, arguments);
  }

  /** One that had a token. */
  static SlackRequest replayed(ObjectNode arguments) {
    return new SlackRequest("", arguments);
  }

  private static void form(String text, ObjectNode arguments) {
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        arguments.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new SlackRefusal("invalid_form_data");
    }
  }

  /** Refuses a call without a token, or with something that is none. */
  void requireToken() {
    if (token.isBlank()) {
      throw new SlackRefusal("not_authed");
    }
    if (!token.startsWith("xox")) {
      throw new SlackRefusal("invalid_auth");
    }
  }

  /** Without the token. */
  ObjectNode arguments() {
    return arguments;
  }

  boolean has(String name) {
    return arguments.hasNonNull(name);
  }

  /** Empty where it was not sent. */
  String text(String name) {
    return arguments.path(name).asText("");
  }

  boolean flag(String name) {
    String text = text(name);
    return text.equals("true") || text.equals("1");
  }

  /** An argument that is JSON, also when it came as text; missing where it was not sent. */
  JsonNode json(String name, String errorIfNotJson) {
    JsonNode value = arguments.path(name);
    if (!value.isTextual()) {
      return value;
    }
    if (value.textValue().isBlank()) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(value.textValue());
    } catch (JsonProcessingException e) {
      throw new SlackRefusal(errorIfNotJson);
    }
  }
}
