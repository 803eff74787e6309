package dev.pointsman.cli.inbox;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The inbox for people: incidents and messages as they are now, newest first. */
final class InboxPage {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private InboxPage() {}

  static String whole(
      List<Incident> incidents, List<SlackMessage> messages, List<Refusal> refusals) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Pointsman inbox</title>
        <link rel="stylesheet" href="/inbox.css">
        <script src="/inbox.js" defer></script>
        <noscript><meta http-equiv="refresh" content="2"></noscript>
        </head>
        <body>
        <header><h1>Pointsman <span>inbox</span></h1>
        <p>What PagerDuty and Slack would have received. Times are UTC.
        As JSON: <a href="/api/incidents">incidents</a>, <a href="/api/messages">messages</a>.</p>
        </header>
        <main id="now">
        """
        + content(incidents, messages, refusals)
        + """
        </main>
        </body>
        </html>
        """;
  }

  static String content(
      List<Incident> incidents, List<SlackMessage> messages, List<Refusal> refusals) {
    var html = new StringBuilder();
    if (!refusals.isEmpty()) {
      refusals(refusals, html);
    }
    html.append("<section><h2>PagerDuty</h2>");
    if (incidents.isEmpty()) {
      html.append("<p class=\"empty\">No incident so far.</p>");
    }
    incidents.forEach(incident -> incident(incident, html));
    html.append("</section><section><h2>Slack</h2>");
    if (messages.isEmpty()) {
      html.append("<p class=\"empty\">No message so far.</p>");
    }
    messages.forEach(message -> message(message, html));
    return html.append("</section>").toString();
  }

  private static void incident(Incident incident, StringBuilder html) {
    String status = incident.status().name().toLowerCase(Locale.ROOT);
    html.append("<article class=\"").append(status).append("\"><p class=\"line\">");
    html.append("<span class=\"badge ").append(status).append("\">").append(status);
    html.append("</span> <span class=\"badge severity\">");
    html.append(Html.escape(incident.severity())).append("</span> <span class=\"number\">#");
    html.append(incident.number()).append("</span></p><h3>");
    html.append(Html.escape(incident.summary())).append("</h3><p class=\"meta\">");
    html.append(Html.escape(incident.source()))
        .append(" · opened ")
        .append(time(incident.openedAt()));
    if (incident.status() == Incident.Status.RESOLVED) {
      html.append(" · resolved ").append(time(incident.changedAt())).append(" after ");
      html.append(seconds(Duration.between(incident.openedAt(), incident.changedAt())));
    }
    html.append("</p>");
    details(
        incident.number() + "-events",
        incident.events().size() == 1 ? "1 event" : incident.events().size() + " events",
        html);
    html.append("<p class=\"meta\">dedup_key <code>");
    html.append(Html.escape(incident.dedupKey())).append("</code></p>");
    for (Incident.Event event : incident.events()) {
      html.append("<p class=\"meta\">").append(time(event.at())).append(" <b>");
      html.append(event.action()).append("</b></p><pre>");
      html.append(Html.escape(event.json())).append("</pre>");
    }
    html.append("</details></article>");
  }

  private static void message(SlackMessage message, StringBuilder html) {
    html.append("<article class=\"message\"><p class=\"line\"><b>#");
    html.append(Html.escape(message.channel())).append("</b> <span class=\"meta\">");
    html.append(message.threadTs() == null ? "" : "reply · ").append(time(message.postedAt()));
    if (!message.updates().isEmpty()) {
      int count = message.updates().size();
      html.append(" · edited ").append(time(message.updates().get(count - 1)));
      html.append(count == 1 ? "" : " (" + count + " times)");
    }
    html.append("</span></p><div class=\"body\">").append(SlackHtml.render(message));
    html.append("</div>");
    details(message.ts(), "JSON", html);
    html.append("<pre>").append(Html.escape(InboxJson.message(message).toPrettyString()));
    html.append("</pre></details></article>");
  }

  private static void refusals(List<Refusal> refusals, StringBuilder html) {
    html.append("<section class=\"wide\"><h2>Refused, as the real services would</h2><ul>");
    for (Refusal refusal : refusals) {
      html.append("<li><span class=\"meta\">").append(time(refusal.at())).append("</span> <code>");
      html.append(Html.escape(refusal.request())).append("</code> ").append(refusal.status());
      html.append(" <b>").append(Html.escape(refusal.reason())).append("</b></li>");
    }
    html.append("</ul></section>");
  }

  /** The script keeps open what was open, by this id. */
  private static void details(String id, String label, StringBuilder html) {
    html.append("<details data-id=\"").append(Html.escape(id)).append("\"><summary>");
    html.append(Html.escape(label)).append("</summary>");
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  private static String seconds(Duration duration) {
    return "%.1f s".formatted(duration.toMillis() / 1000.0);
  }
}
