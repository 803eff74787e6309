package dev.pointsman.connector.slack;

import static com.slack.api.model.block.Blocks.context;
import static com.slack.api.model.block.Blocks.header;
import static com.slack.api.model.block.Blocks.section;
import static com.slack.api.model.block.composition.BlockCompositions.markdownText;
import static com.slack.api.model.block.composition.BlockCompositions.plainText;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.TextObject;
import dev.pointsman.connector.http.Excerpt;
import dev.pointsman.notify.SlackMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A message laid out in blocks, within Slack's limits; what is too long is cut. */
final class SlackBlocks {

  private static final int BLOCKS = 50;
  private static final int HEADER = 150;
  private static final int SECTION = 3000;
  private static final int FIELDS = 10;
  private static final int FIELD = 2000;
  private static final int FALLBACK = 3000;

  private SlackBlocks() {}

  /** What a phone's lock screen shows. */
  static String fallback(SlackMessage message) {
    return cut(escaped(message.headline() + " · " + message.summary()), FALLBACK);
  }

  static List<LayoutBlock> of(SlackMessage message) {
    var blocks = new ArrayList<LayoutBlock>();
    blocks.add(
        header(block -> block.text(plainText(Excerpt.of(message.headline(), HEADER), true))));
    blocks.add(text(escaped(message.summary())));
    if (!message.facts().isEmpty()) {
      List<TextObject> fields =
          message.facts().entrySet().stream()
              .limit(FIELDS)
              .map(fact -> field(fact.getKey(), fact.getValue()))
              .toList();
      blocks.add(section(block -> block.fields(fields)));
    }
    message
        .notes()
        .forEach((name, note) -> blocks.add(text("*" + escaped(name) + "*\n" + escaped(note))));
    if (!message.evidence().isEmpty()) {
      String lines = escaped(String.join("\n", message.evidence()));
      blocks.add(text("```" + cut(lines, SECTION - 6) + "```"));
    }
    if (!message.links().isEmpty()) {
      blocks.add(
          text(
              message.links().stream()
                  .map(link -> "<" + address(link.href()) + "|" + escaped(link.text()) + ">")
                  .filter(link -> link.length() <= SECTION)
                  .collect(Collectors.joining("  "))));
    }
    if (blocks.size() >= BLOCKS) {
      blocks.subList(BLOCKS - 1, blocks.size()).clear();
    }
    String footer = cut(escaped(message.footer()), FIELD);
    blocks.add(context(List.of(markdownText(footer))));
    return blocks;
  }

  private static LayoutBlock text(String markdown) {
    return section(block -> block.text(markdownText(cut(markdown, SECTION))));
  }

  private static TextObject field(String name, String value) {
    return markdownText(cut("*" + escaped(name) + "*\n" + escaped(value), FIELD));
  }

  /** Without these three a label could mention everybody in the channel. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String address(String href) {
    return escaped(href).replace("|", "%7C");
  }

  private static String cut(String markdown, int limit) {
    return Excerpt.of(markdown, limit);
  }
}
