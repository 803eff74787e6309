package dev.pointsman.cli.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message's blocks about as Slack shows them. */
final class SlackHtml {

  /** Slack's own way to write a link, after escaping. */
  private static final Pattern LINK = Pattern.compile("&lt;(https?://[^|&\\s]+?)(?:\\|(.+?))?&gt;");

  private static final Pattern CODE_BLOCK = Pattern.compile("```\\n?(.+?)\\n?```", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern BOLD = Pattern.compile("(?<![\\w*])\\*([^*\\n]+)\\*(?![\\w*])");
  private static final Pattern ITALIC = Pattern.compile("(?<![\\w_])_([^_\\n]+)_(?![\\w_])");

  /** Of Slack's names for emoji the ones that alerts begin with. */
  private static final Map<String, String> EMOJI =
      Map.of(
          ":red_circle:", "🔴",
          ":large_orange_circle:", "🟠",
          ":large_yellow_circle:", "🟡",
          ":large_blue_circle:", "🔵",
          ":white_check_mark:", "✅");

  private SlackHtml() {}

  static String render(SlackMessage message) {
    var html = new StringBuilder();
    JsonNode blocks = message.blocks();
    if (blocks == null) {
      html.append("<p>").append(mrkdwn(withEmoji(message.text()))).append("</p>");
    } else {
      blocks.forEach(block -> block(block, html));
    }
    return html.toString();
  }

  private static void block(JsonNode block, StringBuilder html) {
    switch (block.path("type").asText("")) {
      case "header" ->
          html.append("<h4>").append(Html.escape(textOf(block.path("text")))).append("</h4>");
      case "section" -> {
        if (block.has("text")) {
          html.append("<p>").append(text(block.get("text"))).append("</p>");
        }
        if (block.has("fields")) {
          html.append("<div class=\"fields\">");
          block
              .get("fields")
              .forEach(field -> html.append("<p>").append(text(field)).append("</p>"));
          html.append("</div>");
        }
      }
      case "context" -> {
        html.append("<p class=\"context\">");
        block.path("elements").forEach(each -> html.append(text(each)).append(' '));
        html.append("</p>");
      }
      case "divider" -> html.append("<hr>");
      case "actions" -> {
        html.append("<p class=\"actions\">");
        block.path("elements").forEach(each -> button(each, html));
        html.append("</p>");
      }
      default ->
          html.append("<p class=\"context\">[")
              .append(Html.escape(block.path("type").asText("")))
              .append("]</p>");
    }
  }

  private static void button(JsonNode button, StringBuilder html) {
    String label = Html.escape(textOf(button.path("text")));
    String url = button.path("url").asText("");
    if (url.startsWith("https://") || url.startsWith("http://")) {
      html.append("<a class=\"button\" rel=\"noreferrer\" href=\"")
          .append(Html.escape(url))
          .append("\">")
          .append(label)
          .append("</a>");
    } else {
      html.append("<span class=\"button\">").append(label).append("</span>");
    }
  }

  private static String text(JsonNode text) {
    return text.path("type").asText("").equals("mrkdwn")
        ? mrkdwn(textOf(text))
        : Html.escape(textOf(text));
  }

  private static String textOf(JsonNode text) {
    return withEmoji(text.path("text").asText(""));
  }

  private static String withEmoji(String text) {
    String shown = text;
    for (var emoji : EMOJI.entrySet()) {
      shown = shown.replace(emoji.getKey(), emoji.getValue());
    }
    return shown;
  }

  /** Slack's text format; whatever is not of it stays text. */
  static String mrkdwn(String text) {
    // Slack has senders escape these three; a second escape would show.
    String plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    String escaped = Html.escape(plain);
    var html = new StringBuilder();
    int done = 0;
    // Nothing inside of a block of code is formatted.
    for (Matcher block = CODE_BLOCK.matcher(escaped); block.find(); done = block.end()) {
      html.append(inline(escaped.substring(done, block.start())))
          .append("<pre>")
          .append(block.group(1))
          .append("</pre>");
    }
    return html.append(inline(escaped.substring(done))).toString();
  }

  private static String inline(String escaped) {
    String html =
        LINK.matcher(escaped)
            .replaceAll(
                link ->
                    Matcher.quoteReplacement(
                        "<a rel=\"noreferrer\" href=\""
                            + link.group(1)
                            + "\">"
                            + (link.group(2) == null ? link.group(1) : link.group(2))
                            + "</a>"));
    html = CODE.matcher(html).replaceAll("<code>$1</code>");
    html = BOLD.matcher(html).replaceAll("<b>$1</b>");
    html = ITALIC.matcher(html).replaceAll("<i>$1</i>");
    return html.replace("\n", "<br>");
  }
}
