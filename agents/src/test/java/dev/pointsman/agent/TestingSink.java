package dev.pointsman.agent;

import dev.pointsman.agent.event.AgentEvent;
import dev.pointsman.agent.event.EventSink;
import dev.pointsman.agent.event.MetricEvent;
import dev.pointsman.agent.event.ReplicationLagEvent;
import dev.pointsman.event.Reading;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Keeps what it is told. */
public final class TestingSink implements EventSink {

  private final List<AgentEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void accept(AgentEvent event) {
    events.add(event);
  }

  /** The metrics. */
  public List<Reading> readings() {
    return all(MetricEvent.class).map(MetricEvent::reading).toList();
  }

  /** The lags of a replica. */
  public List<ReplicationLagEvent> lags(String replica) {
    return all(ReplicationLagEvent.class).filter(each -> each.replica().equals(replica)).toList();
  }

  private <E extends AgentEvent> Stream<E> all(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast);
  }

  public void forget() {
    events.clear();
  }

  /** The readings of a metric whose labels include these, names and values in turn. */
  public List<Reading> of(String metric, String... labels) {
    Stream<Reading> found = readings().stream().filter(each -> each.metric().equals(metric));
    for (int i = 0; i < labels.length; i += 2) {
      Map.Entry<String, String> label = Map.entry(labels[i], labels[i + 1]);
      found = found.filter(each -> label.getValue().equals(each.labels().get(label.getKey())));
    }
    return found.toList();
  }

  /** The value that was told last. */
  public OptionalDouble last(String metric, String... labels) {
    return of(metric, labels).stream().mapToDouble(Reading::value).reduce((first, last) -> last);
  }

  /** Every value that was told, in order. */
  public List<Double> values(String metric, String... labels) {
    return of(metric, labels).stream().map(Reading::value).toList();
  }
}
