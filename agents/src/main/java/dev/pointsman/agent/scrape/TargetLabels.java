package dev.pointsman.agent.scrape;

import dev.pointsman.event.Labels;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels that tell one target's series from another's, put onto what the target says. Where a
 * target sets one of them itself, its own stands if it is honored, and else goes on as {@code
 * exported_...}, as in Prometheus.
 */
record TargetLabels(Labels own, boolean honorTheirs) {

  private static final String EXPORTED = "exported_";

  /** The labels of a target that is looked at by {@code observer}. */
  static TargetLabels of(ScrapeTarget target, String observer) {
    Labels own =
        Labels.of("instance", target.instance(), "job", target.job(), "observer", observer)
            .with(target.naming().labels());
    return new TargetLabels(own, target.naming().honorLabels());
  }

  Labels on(Labels theirs) {
    if (honorTheirs) {
      return own.with(theirs);
    }
    Map<String, String> all = new TreeMap<>();
    theirs.forEach(all::put);
    own.forEach(
        (name, value) -> {
          String moved = all.put(name, value);
          if (moved != null) {
            String exported = EXPORTED + name;
            while (all.containsKey(exported) || own.get(exported) != null) {
              exported = EXPORTED + exported;
            }
            all.put(exported, moved);
          }
        });
    return Labels.of(all);
  }
}
