package dev.pointsman.connector.pagerduty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pointsman.connector.http.Excerpt;
import dev.pointsman.connector.http.JsonPost;
import dev.pointsman.connector.http.ResponsePolicy;
import dev.pointsman.connector.http.Secret;
import dev.pointsman.notify.Answer;
import dev.pointsman.notify.PagerDutyMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Triggers, acknowledges and resolves incidents through the Events API v2 ({@code POST
 * /v2/enqueue}), each call one attempt with one answer; what is too long is cut, never refused.
 *
 * <p>This is the JDK's HTTP client and not {@code com.github.dikhan:pagerduty-client} 3.1.2,
 * because that library drops the Retry-After header before its caller sees it, throws on an answer
 * that is not JSON instead of giving its status, has no timeout but Unirest's process-wide one,
 * sends a junk payload with every resolve, and needs jackson-databind 2.9, httpclient 4.5.2,
 * commons-lang3 3.0 and org.json 2016, which have known vulnerabilities; newer versions of them
 * cure only the last.
 */
public final class PagerDutyClient {

  /** The address of the public service. */
  public static final URI PUBLIC_ADDRESS = URI.create("https://events.pagerduty.com/v2/enqueue");

  private static final int SUMMARY_LIMIT = 1024;
  private static final int DEDUP_KEY_LIMIT = 255;
  private static final int FIELD_LIMIT = 1024;
  private static final int DETAIL_LIMIT = 8 * 1024;
  private static final int BODY_LIMIT = 512 * 1024;

  /** The limit is about 120 calls a minute, and PagerDuty does not say when there is room again. */
  private static final Duration RATE_LIMIT_PAUSE = Duration.ofSeconds(30);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonPost post;
  private final boolean secured;
  private final Duration timeout;
  private final Secret routingKey;
  private final ResponsePolicy responses =
      new ResponsePolicy(InstantSource.system(), RATE_LIMIT_PAUSE);

  /**
   * A client for one integration.
   *
   * @param timeout for a whole call
   */
  public PagerDutyClient(URI address, Secret routingKey, Duration timeout) {
    this.post = new JsonPost(address, timeout);
    this.secured = "https".equalsIgnoreCase(address.getScheme());
    this.timeout = timeout;
    this.routingKey = routingKey;
  }

  /** Whether events go over TLS. */
  boolean isSecured() {
    return secured;
  }

  /** Opens the incident of {@code dedupKey}, or adds to it where it is open. */
  public Answer trigger(String dedupKey, PagerDutyMessage message) throws InterruptedException {
    ObjectNode event = event("trigger", dedupKey);
    ObjectNode payload = event.putObject("payload");
    payload.put("summary", Excerpt.of(message.summary(), SUMMARY_LIMIT));
    payload.put("source", Excerpt.of(message.source(), FIELD_LIMIT));
    payload.put("severity", message.severity().text());
    payload.put("timestamp", Instant.ofEpochMilli(message.timestamp()).toString());
    putCut(payload, "component", message.component());
    putCut(payload, "group", message.group());
    putCut(payload, "class", message.alertClass());
    var details = payload.putObject("custom_details");
    message.details().forEach((name, value) -> details.set(name, detail(value)));
    var links = event.putArray("links");
    message
        .links()
        .forEach(link -> links.addObject().put("href", link.href()).put("text", link.text()));
    event.put("client", "Pointsman");
    byte[] json = bytes(event);
    if (json.length > BODY_LIMIT) {
      payload
          .putObject("custom_details")
          .put("left out", "the details were larger than what PagerDuty takes");
      links.removeAll();
      json = bytes(event);
    }
    return send(json);
  }

  /** Says that someone is looking at the incident of {@code dedupKey}. */
  public Answer acknowledge(String dedupKey) throws InterruptedException {
    return send(bytes(event("acknowledge", dedupKey)));
  }

  /** Closes the incident of {@code dedupKey}; without one nothing happens. */
  public Answer resolve(String dedupKey) throws InterruptedException {
    return send(bytes(event("resolve", dedupKey)));
  }

  private ObjectNode event(String action, String dedupKey) {
    return MAPPER
        .createObjectNode()
        .put("routing_key", routingKey.reveal())
        .put("event_action", action)
        .put("dedup_key", dedupKey.substring(0, Math.min(dedupKey.length(), DEDUP_KEY_LIMIT)));
  }

  private static void putCut(ObjectNode object, String field, @Nullable String text) {
    if (text != null) {
      object.put(field, Excerpt.of(text, FIELD_LIMIT));
    }
  }

  private static JsonNode detail(Object value) {
    if (value instanceof Collection<?> lines) {
      var array = MAPPER.createArrayNode();
      lines.forEach(line -> array.add(Excerpt.of(String.valueOf(line), DETAIL_LIMIT)));
      return array;
    }
    return MAPPER.getNodeFactory().textNode(Excerpt.of(value.toString(), DETAIL_LIMIT));
  }

  private static byte[] bytes(ObjectNode event) {
    try {
      return MAPPER.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e); // a tree of texts can always be written
    }
  }

  private Answer send(byte[] json) throws InterruptedException {
    try {
      JsonPost.Response response = post.send(json);
      boolean successful = response.status() >= 200 && response.status() < 300;
      String said = routingKey.hideIn(response.body());
      if (!successful) {
        return responses.classify(response.status(), response.retryAfter(), said);
      }
      return isObject(response.body())
          ? Answer.sent()
          : new Answer.Retry(
              "HTTP " + response.status() + ", but not from PagerDuty: " + Excerpt.forReason(said),
              null,
              true);
    } catch (TimeoutException e) {
      return responses.timedOut(timeout);
    } catch (IOException e) {
      return responses.classify(e);
    }
  }

  /** A proxy or a login page answers 200, too, but not with a JSON object. */
  private static boolean isObject(String body) {
    try {
      return MAPPER.readTree(body).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
