package dev.pointsman.agent.server;

import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a request.
 *
 * @param status of HTTP
 * @param text plain unless a header says something else, and without a line end unless it has one
 */
public record Answer(int status, String text, Map<String, String> headers) {

  private static final String RETRY_AFTER_SECONDS = "5";

  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer of(int status, String text) {
    return new Answer(status, text, Map.of());
  }

  /** It is not for now, and may be asked again in some seconds. */
  public static Answer later(String text) {
    return of(503, text).with("Retry-After", RETRY_AFTER_SECONDS);
  }

  public Answer with(String header, String value) {
    return with(Map.of(header, value));
  }

  public Answer with(Map<String, String> more) {
    var all = new TreeMap<>(headers);
    all.putAll(more);
    return new Answer(status, text, all);
  }
}
