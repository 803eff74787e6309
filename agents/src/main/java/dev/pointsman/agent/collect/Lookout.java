package dev.pointsman.agent.collect;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.sight.Evidence;
import dev.pointsman.agent.sight.Sight;
import dev.pointsman.event.Labels;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * Tells how rounds ended, and holds back that a system said nothing until another one has answered:
 * where none does, it is the agent that is blind, and what was held is dropped. Any thread may
 * call.
 */
final class Lookout {

  private final AgentContext context;
  private final PollerMetrics metrics;
  private final Sight<List<AgentEvent>> sight;
  private boolean blind;

  /**
   * Sees at first.
   *
   * @param systems those on other machines, each by its {@link Collector#hosts()}
   */
  Lookout(AgentContext context, PollerMetrics metrics, Collection<String> systems) {
    this.context = context;
    this.metrics = metrics;
    this.sight = new Sight<>(new HashSet<>(systems));
  }

  /**
   * A round has ended.
   *
   * @param startNanos when it began, by {@link System#nanoTime()}
   * @param findings what is so unless the agent is blind
   * @return systems to ask at once, to find out whether anybody answers
   */
  synchronized Collection<String> ended(
      String system, Evidence evidence, long startNanos, List<AgentEvent> findings) {
    // When in the round it answered is not known: not before its start.
    Sight.Step<List<AgentEvent>> step =
        sight.ended(system, evidence, startNanos, startNanos, findings);
    step.told().forEach(each -> each.forEach(context.sink()::accept));
    step.dropped().forEach(each -> metrics.droppedBlind(each.size()));
    boolean now = sight.state() == Sight.State.BLIND;
    if (now != blind) {
      blind = now;
      metrics.blind(now);
      tell();
    }
    return step.ask();
  }

  /** The systems that are to be asked where none of the first ones has answered by now. */
  synchronized Collection<String> others() {
    return sight.askAll();
  }

  /** Tells whether it is blind. */
  synchronized void tell() {
    Labels labels = context.identity().labels();
    context
        .sink()
        .accept(MetricEvent.of("agent_blind", labels, blind ? 1 : 0, context.clock().instant()));
  }
}
