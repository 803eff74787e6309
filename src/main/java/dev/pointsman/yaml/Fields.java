package dev.pointsman.yaml;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The values of one mapping that have the shape they should; what has not is reported. An entry of
 * a list or mapping in it may have another: whoever reads them takes the sound ones.
 */
public final class Fields {

  private final Node node;
  private final SourceFile file;
  private final Map<String, Node> keys = new HashMap<>();
  private final Map<String, Node> values = new HashMap<>();

  /** Keys that others were taken for, which was reported. */
  private final Set<String> misspelled = new HashSet<>();

  private Fields(Node node, SourceFile file) {
    this.node = node;
    this.file = file;
  }

  /**
   * Reads a mapping and reports unknown keys, missing ones, and values of another shape; of an open
   * type, an unknown key is a notice.
   *
   * @param node a mapping
   */
  public static Fields read(Node node, ObjectType type, SourceFile file) {
    var fields = new Fields(node, file);
    for (NodeTuple entry : Nodes.entries(node)) {
      fields.take(entry, type);
    }
    for (Key key : type.keys()) {
      if (key.required()
          && !fields.keys.containsKey(key.name())
          && !fields.misspelled.contains(key.name())) {
        file.problem(node, type.noun() + " needs the key \"" + key.name() + '"');
      }
    }
    return fields;
  }

  private void take(NodeTuple entry, ObjectType type) {
    if (!(entry.getKeyNode() instanceof ScalarNode scalar)) {
      file.problem(
          entry.getKeyNode(), "a key must be a text, not " + Nodes.describe(entry.getKeyNode()));
      return;
    }
    String name = scalar.getValue();
    Key key = type.key(name);
    if (key == null) {
      String hint = Nearest.hint(name, type.keyNames());
      String message =
          ("unknown key \"" + name + '"' + (hint.isEmpty() ? ";" : hint))
              + (" " + type.noun() + " has the keys " + String.join(", ", type.keyNames()));
      if (type.open()) {
        file.notice(entry.getKeyNode(), message);
      } else {
        file.problem(entry.getKeyNode(), message);
        String meant = Nearest.to(name, type.keyNames());
        if (meant != null) {
          misspelled.add(meant);
        }
      }
      return;
    }
    if (keys.putIfAbsent(name, entry.getKeyNode()) != null) {
      return; // reported as a duplicate key already
    }
    key.shape().check(entry.getValueNode(), name, file);
    if (file.findings().isSound(entry.getValueNode())) {
      values.put(name, entry.getValueNode());
    }
  }

  /** The mapping itself. */
  public Node node() {
    return node;
  }

  /** Whether the key is there, whatever it holds. */
  public boolean has(String key) {
    return keys.containsKey(key);
  }

  /** Where the key stands. */
  public Node key(String key) {
    Node found = keys.get(key);
    if (found == null) {
      throw new IllegalArgumentException("no key " + key);
    }
    return found;
  }

  /** The value, or null where the key is absent or what it holds was reported. */
  public @Nullable Node value(String key) {
    return values.get(key);
  }

  public @Nullable String text(String key) {
    Node value = values.get(key);
    return value == null ? null : Nodes.text(value);
  }

  public String text(String key, String otherwise) {
    String text = text(key);
    return text == null ? otherwise : text;
  }

  /** A duration in milliseconds. */
  public long duration(String key, long otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    return text.equals("0") ? 0 : Durations.parse(text);
  }
}
