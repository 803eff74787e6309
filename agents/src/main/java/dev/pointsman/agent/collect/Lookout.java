package dev.pointsman.agent.collect;

import dev.pointsman.agent.AgentContext;
import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.sight.Evidence;
import dev.pointsman.agent.sight.Sight;
import dev.pointsman.event.Labels;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how rounds ended, and holds back that a system said nothing until another one has answered:
 * where none does, it is the agent that is blind, and what was held is dropped. Any thread may
 * call.
 */
final class Lookout {

  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

  private final AgentContext context;
  private final PollerMetrics metrics;
  private final Sight<List<AgentEvent>> sight;
  private final Map<String, Line> speakers = new HashMap<>();
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
   * @param system null where it is another line by which one knows whether the system answers
   * @param startNanos when it began, by {@link System#nanoTime()}
   * @param heardNanos when the system answered, or not after that
   * @param findings what is so unless the agent is blind
   */
  synchronized void ended(
      @Nullable String system,
      Evidence evidence,
      long startNanos,
      long heardNanos,
      List<AgentEvent> findings) {
    follow(sight.ended(system, evidence, startNanos, heardNanos, findings));
  }

  /** A round has ended that was only to find out whether the system answers. */
  synchronized void asked(String system, Evidence evidence, long startNanos, long heardNanos) {
    follow(sight.asked(system, evidence, startNanos, heardNanos));
  }

  private void follow(Sight.Step<List<AgentEvent>> step) {
    step.told().forEach(each -> each.forEach(context.sink()::accept));
    step.dropped().forEach(each -> metrics.droppedBlind(each.size()));
    boolean now = sight.state() == Sight.State.BLIND;
    if (now != blind) {
      blind = now;
      metrics.blind(now);
      if (now) {
        LOG.warn(
            "no system answers: this agent is blind, and tells nothing of them until one does");
      } else {
        LOG.info("a system answers: this agent sees again");
      }
      tell();
    }
  }

  /** Who is to be asked now to find out whether anybody answers. */
  synchronized Sight.Questions questions() {
    return sight.questions(System.nanoTime());
  }

  /** For each system the first of its lines is asked, until another one is answered. */
  synchronized void introduce(List<Line> lines) {
    lines.forEach(each -> speakers.putIfAbsent(each.system(), each));
  }

  /** A line by which one knows from now on whether the system answers: by it, it just did. */
  synchronized void answers(String system, Line line) {
    speakers.put(system, line);
  }

  /** The line of a system that is asked: the one that it answered last. */
  synchronized @Nullable Line speaker(String system) {
    return speakers.get(system);
  }

  /** Tells whether it is blind. */
  synchronized void tell() {
    Labels labels = context.identity().labels();
    context
        .sink()
        .accept(MetricEvent.of("agent_blind", labels, blind ? 1 : 0, context.clock().instant()));
  }
}
