package dev.pointsman.agent.remotewrite;

import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a request.
 *
 * @param status of HTTP: the sender sends the same again after 5xx and 429, and never after 4xx
 * @param message one line for the sender's log, empty where all was taken
 */
record WriteAnswer(int status, String message, Map<String, String> headers) {

  private static final String RETRY_AFTER_SECONDS = "5";

  WriteAnswer {
    headers = Map.copyOf(headers);
  }

  static WriteAnswer taken(int samples) {
    return new WriteAnswer(204, "", written(samples));
  }

  /** What was sound was taken; the rest never will be. */
  static WriteAnswer invalid(String message, int taken) {
    return new WriteAnswer(400, message, written(taken));
  }

  static WriteAnswer refused(int status, String message) {
    return new WriteAnswer(status, message, Map.of());
  }

  /** The sender is to keep what it sent and to send it again. */
  static WriteAnswer later(String message) {
    return new WriteAnswer(503, message, Map.of("Retry-After", RETRY_AFTER_SECONDS));
  }

  /** Whether the sender is done with the whole request. */
  boolean isTaken() {
    return status == 204;
  }

  WriteAnswer with(String header, String value) {
    var all = new TreeMap<>(headers);
    all.put(header, value);
    return new WriteAnswer(status, message, all);
  }

  /** The headers that remote write 2.0 asks for, and 1.0 allows. */
  private static Map<String, String> written(int samples) {
    return Map.of(
        "X-Prometheus-Remote-Write-Samples-Written", Integer.toString(samples),
        "X-Prometheus-Remote-Write-Histograms-Written", "0",
        "X-Prometheus-Remote-Write-Exemplars-Written", "0");
  }
}
