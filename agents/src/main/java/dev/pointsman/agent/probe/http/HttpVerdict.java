package dev.pointsman.agent.probe.http;

import com.google.re2j.Pattern;
import dev.pointsman.config.CheckTarget.Expectation;
import dev.pointsman.config.CheckTarget.StatusRange;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds answers against what is expected, and says what is wrong with them. */
final class HttpVerdict {

  private HttpVerdict() {}

  static boolean needsBody(Expectation expected) {
    return expected.body() != null || expected.notBody() != null;
  }

  /** What is wrong with the head of an answer, or null. */
  static @Nullable String complaint(Expectation expected, int status, HttpHeaders headers) {
    boolean good =
        expected.status().stream()
            .anyMatch(each -> status >= each.first() && status <= each.last());
    if (!good) {
      return "status "
          + status
          + ", expected "
          + expected.status().stream().map(StatusRange::toString).collect(Collectors.joining(", "));
    }
    for (Map.Entry<String, Pattern> each : expected.headers().entrySet()) {
      List<String> values = headers.getAll(each.getKey());
      if (values.isEmpty()) {
        return "the header " + each.getKey() + " is missing";
      }
      if (values.stream().noneMatch(value -> each.getValue().matcher(value).find())) {
        return "the header " + each.getKey() + " does not match " + each.getValue();
      }
    }
    return null;
  }

  /** What is wrong with a body, or null. */
  static @Nullable String complaint(Expectation expected, String body) {
    Pattern wanted = expected.body();
    Pattern unwanted = expected.notBody();
    if (wanted != null && !wanted.matcher(body).find()) {
      return "the body does not match " + wanted;
    }
    return unwanted != null && unwanted.matcher(body).find()
        ? "the body matches " + unwanted
        : null;
  }
}
