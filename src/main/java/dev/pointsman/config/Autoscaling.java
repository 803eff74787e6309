package dev.pointsman.config;

import static dev.pointsman.yaml.Key.optional;
import static dev.pointsman.yaml.Key.required;

import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The section {@code autoscaling}; null is what is left out. */
public record Autoscaling(Horizontal horizontal, Vertical vertical) {

  /**
   * How many there are.
   *
   * @param targetCpuUtilization percent
   * @param targetMemoryUtilization percent
   * @param customMetrics target value by type
   */
  public record Horizontal(
      @Nullable Integer minReplicas,
      @Nullable Integer maxReplicas,
      @Nullable Double targetCpuUtilization,
      @Nullable Double targetMemoryUtilization,
      Map<String, Double> customMetrics) {

    public Horizontal {
      customMetrics = Map.copyOf(customMetrics);
    }
  }

  /** How large each is; quantities as Kubernetes writes them. */
  public record Vertical(
      @Nullable String updateMode,
      @Nullable String minCpu,
      @Nullable String maxCpu,
      @Nullable String minMemory,
      @Nullable String maxMemory) {}

  private static final Shape QUANTITY = KubernetesQuantity.SHAPE;

  private static final ObjectType CUSTOM_METRIC =
      ObjectType.open(
          "a custom metric",
          required("type", Shapes.TEXT, "Such as requests_per_second."),
          required("target_value", Scalars.POSITIVE, "What it should be."));

  private static final ObjectType HORIZONTAL =
      ObjectType.open(
          "autoscaling.horizontal",
          optional("min_replicas", Shapes.POSITIVE_WHOLE, "At least."),
          optional("max_replicas", Shapes.POSITIVE_WHOLE, "At most."),
          optional("target_cpu_utilization", Scalars.PERCENT, "Percent."),
          optional("target_memory_utilization", Scalars.PERCENT, "Percent."),
          optional("custom_metrics", Shapes.objects(CUSTOM_METRIC), "Other metrics."));

  private static final ObjectType CPU =
      ObjectType.open(
          "autoscaling.vertical.cpu",
          optional("min", QUANTITY, "Such as 100m."),
          optional("max", QUANTITY, "Such as 1000m."));

  private static final ObjectType MEMORY =
      ObjectType.open(
          "autoscaling.vertical.memory",
          optional("min", QUANTITY, "Such as 128Mi."),
          optional("max", QUANTITY, "Such as 2Gi."));

  private static final ObjectType VERTICAL =
      ObjectType.open(
          "autoscaling.vertical",
          optional(
              "update_mode", Shapes.oneOf("Auto", "Initial", "Off", "Recreate"), "When it acts."),
          optional("cpu", Shapes.object(CPU), "Processors."),
          optional("memory", Shapes.object(MEMORY), "Memory."));

  static final Section<Autoscaling> SECTION =
      Section.of(
          "autoscaling",
          "How the system grows and shrinks.",
          ObjectType.open(
              "autoscaling",
              optional("horizontal", Shapes.object(HORIZONTAL), "How many there are."),
              optional("vertical", Shapes.object(VERTICAL), "How large each is.")),
          Autoscaling::read);

  private static @Nullable Autoscaling read(Block block) {
    Horizontal horizontal = horizontal(block.block("horizontal"));
    Vertical vertical = vertical(block.block("vertical"));
    return block.sound() ? new Autoscaling(horizontal, vertical) : null;
  }

  private static Horizontal horizontal(Block block) {
    Integer min = block.whole("min_replicas");
    Integer max = block.whole("max_replicas");
    if (min != null && max != null && min > max) {
      block.problem("max_replicas", "max_replicas must not be below min_replicas, " + min);
    }
    var names = new Unique("custom metric");
    var metrics = new LinkedHashMap<String, Double>();
    for (Block each : block.blocks("custom_metrics")) {
      names.check(each, "type");
      Double target = each.number("target_value");
      if (target != null) {
        metrics.put(each.text("type", ""), target);
      }
    }
    return new Horizontal(
        min,
        max,
        block.percent("target_cpu_utilization"),
        block.percent("target_memory_utilization"),
        metrics);
  }

  private static Vertical vertical(Block block) {
    Block cpu = block.block("cpu");
    Block memory = block.block("memory");
    KubernetesQuantity.requireOrder(cpu);
    KubernetesQuantity.requireOrder(memory);
    return new Vertical(
        block.text("update_mode"),
        cpu.text("min"),
        cpu.text("max"),
        memory.text("min"),
        memory.text("max"));
  }
}
