package dev.pointsman.config;

import dev.pointsman.yaml.Nodes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The name of a region where another section speaks of one. */
final class RegionName {

  private RegionName() {}

  /** The name that a key holds, or null; one that no region has is reported. */
  static @Nullable String read(Block block, String key) {
    String name = block.text(key);
    String complaint = name == null ? null : block.reading().regionComplaint(name);
    if (complaint != null) {
      block.problem(key, complaint);
      return null;
    }
    return name;
  }

  /** The entries of a mapping of regions to texts; a region that there is not is reported. */
  static Map<String, String> entries(Block block, String key) {
    var entries = new LinkedHashMap<String, String>();
    block
        .entries(key)
        .forEach(
            (region, node) -> {
              String complaint = block.reading().regionComplaint(region);
              if (complaint != null) {
                block.problem(node, complaint);
              } else {
                entries.put(region, Nodes.text(node));
              }
            });
    return entries;
  }
}
