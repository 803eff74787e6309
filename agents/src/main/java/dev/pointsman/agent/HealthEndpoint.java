package dev.pointsman.agent;

import dev.pointsman.agent.server.Answer;
import dev.pointsman.agent.server.Endpoint;
import dev.pointsman.agent.server.Head;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /metrics} for Prometheus, {@code /healthz}: whether the process works, and {@code
 * /readyz}: whether what it tells arrives, each 200 or 503 with the reasons.
 */
final class HealthEndpoint implements Endpoint {

  private static final Set<String> PATHS = Set.of("/", "/metrics", "/healthz", "/readyz");

  private final String title;
  private final CollectorRegistry registry;
  private final BooleanSupplier alive;
  private final Supplier<List<String>> troubles;

  /**
   * An endpoint.
   *
   * @param title what {@code /} says it is
   * @param alive whether the process works
   * @param troubles why it is not ready; none where it is
   */
  HealthEndpoint(
      String title,
      CollectorRegistry registry,
      BooleanSupplier alive,
      Supplier<List<String>> troubles) {
    this.title = title;
    this.registry = registry;
    this.alive = alive;
    this.troubles = troubles;
  }

  @Override
  public @Nullable Answer refusal(Head head) {
    if (!PATHS.contains(head.path())) {
      return Answer.of(404, "not found\n");
    }
    return switch (head.method()) {
      case "GET", "HEAD" -> null;
      default -> Answer.of(405, "only GET and HEAD\n").with("Allow", "GET, HEAD");
    };
  }

  @Override
  public Answer answer(Head head, byte[] body) {
    return switch (head.path()) {
      case "/metrics" ->
          Answer.of(200, metrics()).with("Content-Type", TextFormat.CONTENT_TYPE_004);
      case "/healthz" ->
          state(alive.getAsBoolean() ? List.of() : List.of("its timer stands still"));
      case "/readyz" -> state(troubles.get());
      default -> Answer.of(200, title + "\n\n/metrics\n/healthz\n/readyz\n");
    };
  }

  private String metrics() {
    var text = new StringWriter();
    try {
      TextFormat.write004(text, registry.metricFamilySamples());
    } catch (IOException e) {
      throw new UncheckedIOException("nothing in memory can fail", e);
    }
    return text.toString();
  }

  private static Answer state(List<String> troubles) {
    return troubles.isEmpty()
        ? Answer.of(200, "ok\n")
        : Answer.of(503, String.join("\n", troubles) + "\n");
  }
}
