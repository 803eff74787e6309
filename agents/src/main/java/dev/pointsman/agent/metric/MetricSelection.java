package dev.pointsman.agent.metric;

import com.google.re2j.Pattern;
import dev.pointsman.config.MetricFilter;
import dev.pointsman.event.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Applies a {@link MetricFilter} to metrics and their labels; any thread may call. */
public final class MetricSelection {

  /** Takes everything as it is. */
  public static final MetricSelection EVERYTHING = new MetricSelection(MetricFilter.EVERYTHING);

  /** A target has a few hundred names; one that makes up names without end is not remembered. */
  private static final int MAX_REMEMBERED = 20_000;

  private record Rename(Pattern pattern, String replacement) {}

  private final List<Pattern> keep;
  private final List<Pattern> drop;
  private final List<Rename> rename;
  private final Set<String> dropLabels;
  private final Map<String, String> renameLabels;
  private final Map<String, Optional<String>> decided = new ConcurrentHashMap<>();

  /**
   * A selection.
   *
   * @throws com.google.re2j.PatternSyntaxException where a regular expression is none
   */
  public MetricSelection(MetricFilter names) {
    this.keep = names.keep().stream().map(MetricSelection::whole).toList();
    this.drop = names.drop().stream().map(MetricSelection::whole).toList();
    this.rename =
        names.rename().entrySet().stream()
            .map(each -> new Rename(whole(each.getKey()), each.getValue()))
            .toList();
    this.dropLabels = Set.copyOf(names.dropLabels());
    this.renameLabels = Map.copyOf(names.renameLabels());
  }

  private static Pattern whole(String regex) {
    return Pattern.compile("^(?:" + regex + ")$", Pattern.DOTALL);
  }

  /** The name under which a metric is taken, or null where it is not. */
  public @Nullable String nameOf(String metric) {
    Optional<String> known = decided.get(metric);
    if (known == null) {
      known = Optional.ofNullable(decide(metric));
      if (decided.size() < MAX_REMEMBERED) {
        decided.put(metric, known);
      }
    }
    return known.orElse(null);
  }

  private @Nullable String decide(String metric) {
    boolean kept = keep.isEmpty() || keep.stream().anyMatch(each -> each.matches(metric));
    if (!kept || drop.stream().anyMatch(each -> each.matches(metric))) {
      return null;
    }
    for (Rename each : rename) {
      if (each.pattern.matches(metric)) {
        String name = each.pattern.matcher(metric).replaceFirst(each.replacement);
        return name.isEmpty() ? null : name;
      }
    }
    return metric;
  }

  /** The labels of a metric that is taken. */
  public Labels labelsOf(Labels labels) {
    if (dropLabels.isEmpty() && renameLabels.isEmpty()) {
      return labels;
    }
    var taken = new TreeMap<String, String>();
    labels.forEach(
        (name, value) -> {
          if (!dropLabels.contains(name)) {
            taken.put(renameLabels.getOrDefault(name, name), value);
          }
        });
    return Labels.of(taken);
  }
}
