package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What Slack requires of a message's content.
 *
 * @see <a href="https://docs.slack.dev/reference/block-kit/blocks">Block Kit</a>
 */
final class SlackMessageCheck {

  static final int TEXT_CHARACTERS = 40_000;

  private static final int BLOCKS = 50;
  private static final int BLOCK_ID_CHARACTERS = 255;
  private static final int SECTION_CHARACTERS = 3000;
  private static final int FIELDS = 10;
  private static final int FIELD_CHARACTERS = 2000;
  private static final int HEADER_CHARACTERS = 150;
  private static final int CONTEXT_ELEMENTS = 10;
  private static final int ACTION_ELEMENTS = 25;
  private static final int BUTTON_CHARACTERS = 75;
  private static final int URL_CHARACTERS = 3000;
  private static final Set<String> OTHER_TYPES = Set.of("divider", "image", "rich_text", "video");

  private SlackMessageCheck() {}

  /**
   * Returns where all is well.
   *
   * @throws SlackRefusal with Slack's name for the first thing that is wrong
   */
  static void check(String text, JsonNode blocks, JsonNode metadata) {
    boolean hasBlocks = blocks.isArray() && !blocks.isEmpty();
    if (text.isBlank() && !hasBlocks) {
      throw new SlackRefusal("no_text");
    }
    if (text.length() > TEXT_CHARACTERS) {
      throw new SlackRefusal("msg_too_long");
    }
    if (!blocks.isMissingNode() && !blocks.isNull()) {
      blocks(blocks);
    }
    if (!metadata.isMissingNode()
        && !metadata.isNull()
        && (metadata.path("event_type").asText("").isBlank()
            || !metadata.path("event_payload").isObject())) {
      throw new SlackRefusal("invalid_metadata_format");
    }
  }

  private static void blocks(JsonNode blocks) {
    if (!blocks.isArray()) {
      throw new SlackRefusal("invalid_blocks_format");
    }
    if (blocks.size() > BLOCKS) {
      throw invalid("/blocks", "no more than " + BLOCKS + " items allowed");
    }
    int number = 0;
    for (JsonNode block : blocks) {
      block(block, "/blocks/" + number++);
    }
  }

  private static void block(JsonNode block, String place) {
    if (block.path("block_id").asText("").length() > BLOCK_ID_CHARACTERS) {
      throw tooLong(place + "/block_id", BLOCK_ID_CHARACTERS);
    }
    String type = block.path("type").asText("");
    switch (type) {
      case "section" -> section(block, place);
      case "header" -> {
        if (!block.path("text").path("type").asText("").equals("plain_text")) {
          throw invalid(place + "/text/type", "must be plain_text");
        }
        text(block.path("text"), place + "/text", HEADER_CHARACTERS);
      }
      case "context" -> {
        elements(block, place, CONTEXT_ELEMENTS);
        int number = 0;
        for (JsonNode element : block.path("elements")) {
          if (!element.path("type").asText("").equals("image")) {
            text(element, place + "/elements/" + number, SECTION_CHARACTERS);
          }
          number++;
        }
      }
      case "actions" -> {
        elements(block, place, ACTION_ELEMENTS);
        int number = 0;
        for (JsonNode element : block.path("elements")) {
          action(element, place + "/elements/" + number++);
        }
      }
      default -> {
        if (!OTHER_TYPES.contains(type)) {
          throw invalid(place + "/type", "unsupported type: " + type);
        }
      }
    }
  }

  private static void section(JsonNode block, String place) {
    JsonNode fields = block.path("fields");
    if (!block.has("text") && (!fields.isArray() || fields.isEmpty())) {
      throw invalid(place, "must have text or fields");
    }
    if (block.has("text")) {
      text(block.get("text"), place + "/text", SECTION_CHARACTERS);
    }
    if (fields.size() > FIELDS) {
      throw invalid(place + "/fields", "no more than " + FIELDS + " items allowed");
    }
    int number = 0;
    for (JsonNode field : fields) {
      text(field, place + "/fields/" + number++, FIELD_CHARACTERS);
    }
  }

  private static void action(JsonNode element, String place) {
    if (element.path("type").asText("").equals("button")) {
      text(element.path("text"), place + "/text", BUTTON_CHARACTERS);
      if (element.path("url").asText("").length() > URL_CHARACTERS) {
        throw tooLong(place + "/url", URL_CHARACTERS);
      }
    }
  }

  private static void elements(JsonNode block, String place, int most) {
    JsonNode elements = block.path("elements");
    if (!elements.isArray() || elements.isEmpty()) {
      throw invalid(place, "missing required field: elements");
    }
    if (elements.size() > most) {
      throw invalid(place + "/elements", "no more than " + most + " items allowed");
    }
  }

  private static void text(JsonNode text, String place, int most) {
    String type = text.path("type").asText("");
    if (!type.equals("plain_text") && !type.equals("mrkdwn")) {
      throw invalid(place + "/type", "must be plain_text or mrkdwn");
    }
    String content = text.path("text").asText("");
    if (content.isEmpty()) {
      throw invalid(place + "/text", "must be more than 0 characters");
    }
    if (content.length() > most) {
      throw tooLong(place + "/text", most);
    }
  }

  private static SlackRefusal tooLong(String place, int most) {
    return invalid(place, "must be less than " + (most + 1) + " characters");
  }

  private static SlackRefusal invalid(String place, String what) {
    return new SlackRefusal("invalid_blocks", "[ERROR] " + what + " [json-pointer:" + place + "]");
  }
}
