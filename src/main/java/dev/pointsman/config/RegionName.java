package dev.pointsman.config;

import dev.pointsman.yaml.Nodes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

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
    if (block.isEmpty(key)) {
      block.problem(key, key + " must name at least one region");
    }
    for (NodeTuple each : block.entries(key)) {
      String region = Nodes.text(each.getKeyNode());
      String complaint = block.reading().regionComplaint(region);
      if (complaint == null) {
        entries.put(region, each.getValueNode());
      } else {
        block.problem(each.getKeyNode(), complaint);
      }
    }
    return entries;
  }
}
