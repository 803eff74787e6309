package dev.pointsman.bench.report;

import java.util.List;
import java.util.Map;

/**
 * What is not among the results, and why.
 *
 * @param name of the candidate or of the scenario
 */
public record Failure(String name, String message) {

  /** Of messages by name, in their order. */
  public static List<Failure> of(Map<String, String> messages) {
    return messages.entrySet().stream()
        .map(each -> new Failure(each.getKey(), each.getValue()))
        .toList();
  }
}
