package dev.pointsman.cli.agent;

import dev.pointsman.agent.collect.plan.CollectPlan;
import dev.pointsman.config.AgentKind;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Asks databases, caches and the like how they are. */
@Command(
    name = "collect",
    description = {
      "Ask databases, caches, backups and exporters how they are.",
      "It runs until it is stopped and writes what it finds to Kafka; while Kafka is away readings"
          + " wait on disk. Run one near the systems that it asks."
    },
    footer = {
      "",
      "Passwords are where the configuration says, in the environment or in files.",
      "",
      "Examples:",
      "  pointsman collect --config ha.yaml --observer us-east-1 --bootstrap-servers kafka:9092",
      "  pointsman collect --config ha.yaml --observer me --once"
    })
public final class CollectCommand implements Callable<Integer> {

  private static final int PORT = 9282;

  @Mixin private AgentOptions options;
  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  public CollectCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    return new AgentRun(AgentKind.COLLECT, PORT, options, spec)
        .call(
            (config, observer, registry) ->
                CollectPlan.of(config, observer, System.getenv(), registry, Clock.systemUTC()));
  }
}
