package dev.pointsman.agent.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** A YAML file whose sections are read piece by piece, and what was found to be wrong with it. */
final class ConfigDocument {

  private final String path;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<ConfigSection> documents = new ArrayList<>();

  ConfigDocument(String path, String text) {
    this.path = path;
    LoadSettings settings =
        LoadSettings.builder().setLabel(path).setSchema(new CoreSchema()).build();
    try {
      for (Node document : new Compose(settings).composeAllFromString(text)) {
        if (document instanceof MappingNode mapping) {
          documents.add(new ConfigSection(this, mapping));
        } else {
          problem(document, "expected a mapping of sections");
        }
      }
    } catch (MarkedYamlEngineException e) {
      add(e.getProblemMark().orElse(null), "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      add(null, "not YAML: " + e.getMessage());
    }
  }

  /** The top-level section of this name, or null where no document of the file has it. */
  @Nullable ConfigSection section(String name) {
    for (ConfigSection document : documents) {
      if (document.has(name)) {
        return document.section(name);
      }
    }
    return null;
  }

  void problem(Node at, String message) {
    add(at.getStartMark().orElse(null), message);
  }

  /**
   * Does nothing if nothing is wrong.
   *
   * @throws InvalidConfigException with all problems, in the order of the file
   */
  void requireNoProblem() {
    if (!problems.isEmpty()) {
      problems.sort(
          Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column));
      throw new InvalidConfigException(problems);
    }
  }

  private void add(@Nullable Mark mark, String message) {
    int line = mark == null ? 1 : mark.getLine() + 1;
    int column = mark == null ? 1 : mark.getColumn() + 1;
    problems.add(new ConfigProblem(path, line, column, message));
  }

  /** The text of a key, or an empty one where the key is no text. */
  static String key(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
