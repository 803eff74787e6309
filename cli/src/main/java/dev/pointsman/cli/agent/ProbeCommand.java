package dev.pointsman.cli.agent;

import dev.pointsman.agent.probe.plan.ProbePlan;
import dev.pointsman.config.AgentKind;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs health checks. */
@Command(
    name = "probe",
    description = {
      "Run health checks from where this runs.",
      "It runs until it is stopped and writes what it finds to Kafka; while Kafka is away readings"
          + " wait on disk. Run one in each region, so that several places can agree."
    },
    footer = {
      "",
      "Examples:",
      "  pointsman probe --config ha.yaml --observer us-east-1 --bootstrap-servers kafka:9092",
      "  pointsman probe --config ha.yaml --observer me --once"
    })
public final class ProbeCommand implements Callable<Integer> {

  private static final int PORT = 9281;

  @Mixin private AgentOptions options;
  @Spec private CommandSpec spec;

  // Set by picocli.
  @SuppressWarnings("NullAway.Init")
  public ProbeCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    return new AgentRun(AgentKind.PROBE, PORT, options, spec)
        .call(
            (config, observer, registry) ->
                ProbePlan.of(config, observer, System.getenv(), Clock.systemUTC()).agentPlan());
  }
}
