package dev.pointsman.cli.run;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code run} was asked for.
 *
 * @param configuration files of a high-availability configuration, which is probed and collected
 *     by; none for no agents
 * @param inbox whether messages go to a local inbox instead of PagerDuty and Slack
 * @param partitions of the topics it creates
 */
public record RunSettings(
    List<Path> rules,
    Path data,
    List<Path> configuration,
    boolean inbox,
    Ports ports,
    int partitions,
    int parallelism) {

  public RunSettings {
    rules = List.copyOf(rules);
    configuration = List.copyOf(configuration);
  }

  /** Where what listens; 0 for any free port. */
  public record Ports(int kafka, int web, int metrics, int inbox) {

    public static final Ports ANY = new Ports(0, 0, 0, 0);
  }
}
