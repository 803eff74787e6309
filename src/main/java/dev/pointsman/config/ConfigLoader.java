package dev.pointsman.config;

import dev.pointsman.rule.yaml.RuleLoader;
import dev.pointsman.yaml.Nearest;
import dev.pointsman.yaml.SourceFile;
import dev.pointsman.yaml.Sources;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Loads a high-availability document, which may be spread over several files and YAML documents:
 * all its sections, or every problem of every file. A section that it does not know is somebody
 * else's, as those with rules are.
 */
public final class ConfigLoader {

  private static final Map<String, Section<?>> KNOWN =
      HighAvailabilityConfig.SECTIONS.stream()
          .collect(Collectors.toMap(Section::name, Function.identity(), (a, b) -> a, TreeMap::new));

  /** A section where it stands. */
  private record Found(Node key, Node value, SourceFile file) {}

  private ConfigLoader() {}

  /** The names of all sections. */
  public static Set<String> sections() {
    return KNOWN.keySet();
  }

  /** Loads files and folders; of a folder all {@code *.yaml} and {@code *.yml} below it. */
  public static ConfigResult load(Collection<Path> paths) {
    return load(Sources.read(paths));
  }

  /** Loads texts that go by the names of files. */
  public static ConfigResult loadTexts(Map<String, String> textByName) {
    return load(Sources.ofTexts(textByName));
  }

  /** Loads the sections in some files in which somebody else may look for something else. */
  public static ConfigResult load(Sources sources) {
    var found = new HashMap<Section<?>, Found>();
    for (SourceFile file : sources.files()) {
      if (!RuleLoader.isCatalogue(file)) {
        sources.documents(file).forEach(each -> find(each, file, found));
      }
    }
    var reading = new Reading();
    var sections = new HashMap<Section<?>, Object>();
    for (Section<?> section : HighAvailabilityConfig.SECTIONS) {
      Found place = found.get(section);
      Object read = place == null ? null : section.read(place.value(), reading, place.file());
      if (read != null) {
        sections.put(section, read);
      }
    }
    return new ConfigResult(new HighAvailabilityConfig(sections), sources, reading, found.size());
  }

  private static void find(MappingNode mapping, SourceFile file, Map<Section<?>, Found> found) {
    for (NodeTuple entry : mapping.getValue()) {
      String name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
      @Nullable Section<?> section = KNOWN.get(name);
      if (section == null) {
        String hint = Nearest.hint(name, KNOWN.keySet());
        if (!hint.isEmpty()) {
          file.notice(entry.getKeyNode(), "section \"" + name + "\" is not read" + hint);
        }
        continue;
      }
      var place = new Found(entry.getKeyNode(), entry.getValueNode(), file);
      Found first = found.putIfAbsent(section, place);
      if (first != null && !(first.file().equals(file) && isIn(mapping, first.key()))) {
        file.problem(
            entry.getKeyNode(),
            "duplicate section \"" + name + "\", first at " + first.file().place(first.key()));
      }
    }
  }

  /** Whether a key is one of this mapping, in which a duplicate was reported already. */
  private static boolean isIn(MappingNode mapping, Node key) {
    return mapping.getValue().stream().anyMatch(each -> each.getKeyNode().equals(key));
  }
}
