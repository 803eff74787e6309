package dev.pointsman.agent.probe;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.AgentPart;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The prober as a part of an agent. */
public final class ProbePart implements AgentPart {

  private final List<Probe> probes;
  private @Nullable Prober prober;

  public ProbePart(List<Probe> probes) {
    this.probes = List.copyOf(probes);
  }

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public List<String> describe() {
    return probes.stream().map(Probe::toLine).toList();
  }

  @Override
  public void start(AgentContext context) {
    prober = new Prober(context.identity(), context.sink(), context.clock(), context.metrics());
    prober.start(probes, context.coverage(), prober.warmUp(probes));
  }

  @Override
  public void runOnce(AgentContext context) throws InterruptedException {
    try (var once =
        new Prober(context.identity(), context.sink(), context.clock(), context.metrics())) {
      CompletableFuture<List<ProbeResult>> results =
          once.warmUp(probes).thenCompose(warm -> once.once(probes));
      for (ProbeResult each : results.get()) {
        context.sink().accept(each.verdict());
        each.measurements().forEach(context.sink()::accept);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run did not end", e);
    }
  }

  @Override
  public void close() {
    if (prober != null) {
      prober.close();
    }
  }
}
