package dev.pointsman.agent.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code health_checks} of a high-availability configuration, complete: with an
 * endpoint for each region that a relative address stands for.
 *
 * <p>Besides {@code endpoints} (name, url or type and port, interval, timeout) and {@code
 * dependencies}, it has what it takes to know where the services are and who looks:
 *
 * <pre>{@code
 * health_checks:
 *   observer: us-east-1             # who looks, the label observer of each reading
 *   base_urls:                      # per region, what a relative url and a bare port belong to
 *     us-west-2: https://api.us-west-2.example.com
 *     us-east-1: https://api.us-east-1.example.com
 * }</pre>
 *
 * Where a file has the section {@code regions}, {@code base_urls} has just its regions. An endpoint
 * with an address of its own, as each dependency is, may have a {@code region}; without one its
 * region is the observer, who suffers when it is down.
 *
 * @param observer as the file says, or null
 */
public record HealthChecksConfig(@Nullable String observer, List<Endpoint> endpoints) {

  public HealthChecksConfig {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * One thing to check in one place.
   *
   * @param region null where it is the observer's
   */
  public record Endpoint(
      String name, @Nullable String region, Check check, Duration interval, Duration timeout) {}

  /**
   * Reads a file.
   *
   * @return empty where the file has no such section
   * @throws InvalidConfigException with every problem of the section
   */
  public static Optional<HealthChecksConfig> load(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
  }

  /**
   * Reads a text.
   *
   * @param path what problems name as their file
   * @return empty where the text has no such section
   * @throws InvalidConfigException with every problem of the section
   */
  public static Optional<HealthChecksConfig> parse(String path, String text) {
    var document = new ConfigDocument(path, text);
    document.requireNoProblem();
    ConfigSection section = document.section("health_checks");
    var config = section == null ? null : new HealthChecksReader(document, section).read();
    document.requireNoProblem();
    return Optional.ofNullable(config);
  }

  /**
   * What a probe agent is to do.
   *
   * @param otherwise the observer where the file names none
   */
  public List<Probe> probes(String otherwise) {
    String who = observer == null ? otherwise : observer;
    return endpoints.stream()
        .map(
            each ->
                new Probe(
                    each.name(),
                    each.region() == null ? who : each.region(),
                    who,
                    each.check(),
                    each.interval(),
                    each.timeout()))
        .toList();
  }
}
