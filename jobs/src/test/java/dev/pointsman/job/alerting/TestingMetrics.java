package dev.pointsman.job.alerting;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;

/** Metrics as a reporter sees them: by name, with the labels that are the operator's own. */
final class TestingMetrics {

  private final Map<String, Metric> metrics = new ConcurrentHashMap<>();
  private final TaskMetricGroup task;

  TestingMetrics() {
    var registry =
        TestingMetricRegistry.builder()
            .setRegisterConsumer(
                (metric, name, group) -> metrics.put(name + own(group.getAllVariables()), metric))
            .build();
    task =
        TaskManagerMetricGroup.createTaskManagerMetricGroup(
                registry, "localhost", ResourceID.generate())
            .addJob(new JobID(), "job")
            .addTask(ExecutionAttemptID.randomId(), "task");
  }

  TaskMetricGroup task() {
    return task;
  }

  long counter(String name) {
    return ((Counter) metric(name)).getCount();
  }

  Object gauge(String name) {
    return ((Gauge<?>) metric(name)).getValue();
  }

  Histogram histogram(String name) {
    return (Histogram) metric(name);
  }

  private Metric metric(String name) {
    Metric metric = metrics.get(name);
    if (metric == null) {
      throw new AssertionError("no metric " + name + " among " + metrics.keySet());
    }
    return metric;
  }

  /** Without those that Flink adds to every metric: {@code {state=firing}}, or nothing. */
  private static String own(Map<String, String> variables) {
    var own = new TreeMap<String, String>();
    variables.forEach(
        (key, value) -> {
          String name = key.substring(1, key.length() - 1);
          if (name.equals("rule")
              || name.equals("state")
              || name.equals("topic")
              || name.equals("reason")) {
            own.put(name, value);
          }
        });
    return own.isEmpty() ? "" : own.toString();
  }
}
