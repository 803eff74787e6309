package dev.pointsman.agent.probe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One mapping of a configuration file; what is wrong goes to the document's problems. */
final class ConfigSection {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)?");

  private final ConfigDocument document;
  private final MappingNode node;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

  ConfigSection(ConfigDocument document, MappingNode node) {
    this.document = document;
    this.node = node;
    for (NodeTuple entry : node.getValue()) {
      String key = ConfigDocument.key(entry);
      if (entries.putIfAbsent(key, entry) != null) {
        document.problem(entry.getKeyNode(), "duplicate key " + key);
      }
    }
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  Iterable<String> keys() {
    return entries.keySet();
  }

  /** Complains of every key that is none of these. */
  void allow(String... keys) {
    entries.forEach(
        (key, entry) -> {
          if (!List.of(keys).contains(key)) {
            document.problem(
                entry.getKeyNode(),
                "unknown key " + key + "; expected one of " + String.join(", ", keys));
          }
        });
  }

  /** Complains about the value of this key, or about the section where there is none. */
  void problem(String key, String message) {
    Node value = value(key);
    document.problem(value == null ? node : value, message);
  }

  void problem(String message) {
    document.problem(node, message);
  }

  @Nullable ConfigSection section(String key) {
    Node value = value(key);
    if (value instanceof MappingNode mapping) {
      return new ConfigSection(document, mapping);
    }
    expected(value, key, "a mapping");
    return null;
  }

  /** The mappings in a list; none where the key is absent. */
  List<ConfigSection> sections(String key) {
    Node value = value(key);
    var sections = new ArrayList<ConfigSection>();
    if (value instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        if (item instanceof MappingNode mapping) {
          sections.add(new ConfigSection(document, mapping));
        } else {
          expected(item, "an entry of " + key, "a mapping");
        }
      }
    } else {
      expected(value, key, "a list");
    }
    return sections;
  }

  /** A text that is not empty, or null where the key is absent or wrong. */
  @Nullable String text(String key) {
    Node value = value(key);
    if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    expected(value, key, "a text");
    return null;
  }

  @Nullable Integer port(String key) {
    Node value = value(key);
    if (value instanceof ScalarNode scalar && scalar.getValue().matches("\\d{1,5}")) {
      int port = Integer.parseInt(scalar.getValue());
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    }
    expected(value, key, "a port, 1 to 65535");
    return null;
  }

  /** Seconds, or a number with a unit; more than 0. */
  @Nullable Duration duration(String key) {
    Node value = value(key);
    if (value instanceof ScalarNode scalar) {
      Matcher matcher = DURATION.matcher(scalar.getValue());
      if (matcher.matches()) {
        long millis = millis(new BigDecimal(matcher.group(1)), matcher.group(2));
        if (millis > 0) {
          return Duration.ofMillis(millis);
        }
      }
    }
    expected(value, key, "seconds, or a duration such as 500ms or 2m, of at least 1ms");
    return null;
  }

  private static long millis(BigDecimal number, @Nullable String unit) {
    long factor =
        switch (unit == null ? "s" : unit) {
          case "ms" -> 1;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          default -> 1000;
        };
    return number.multiply(BigDecimal.valueOf(factor)).longValue();
  }

  private @Nullable Node value(String key) {
    NodeTuple entry = entries.get(key);
    return entry == null ? null : entry.getValueNode();
  }

  private void expected(@Nullable Node found, String what, String expected) {
    if (found != null) {
      document.problem(found, what + " must be " + expected);
    }
  }
}
