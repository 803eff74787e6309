package dev.pointsman.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

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

  /** The entries of a mapping with regions as its keys; one that there is not is reported. */
  static Map<String, Node> entries(Block block, String key) {
    var entries = new LinkedHashMap<String, Node>();
    block
        .entries(key)
        .forEach(
            (region, node) -> {
              String complaint = block.reading().regionComplaint(region);
              if (complaint == null) {
                entries.put(region, node);
              } else {
                block.problem(node, complaint);
              }
            });
    return entries;
  }
}
