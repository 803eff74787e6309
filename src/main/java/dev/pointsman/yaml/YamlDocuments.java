package dev.pointsman.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The documents of a YAML 1.2 text as trees whose nodes know their places. */
public final class YamlDocuments {

  /** A little less than what the YAML engine takes. */
  public static final int MAX_LENGTH = 3_000_000;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(new CoreSchema()).build();

  private YamlDocuments() {}

  /**
   * The documents that are not empty, up to the first mistake in the syntax, which is reported, as
   * is every key that stands twice in one mapping.
   */
  public static List<Node> read(SourceFile file) {
    var documents = new ArrayList<Node>();
    if (file.text().length() > MAX_LENGTH) {
      file.problem(
          1,
          1,
          "expected a text of %d characters at most, not %d"
              .formatted(MAX_LENGTH, file.text().length()));
      return documents;
    }
    if (!isPrintable(file)) {
      return documents;
    }
    var parser =
        new BoundedParser(new ParserImpl(SETTINGS, new StreamReader(SETTINGS, file.text())));
    try {
      var composer = new Composer(SETTINGS, parser);
      while (composer.hasNext()) {
        Node document = composer.next();
        if (!document.getTag().equals(Tag.NULL)) {
          documents.add(document);
        }
      }
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().or(e::getContextMark).orElseGet(parser::place);
      file.problem(mark.getLine() + 1, mark.getColumn() + 1, "not YAML: " + explain(e));
    } catch (YamlEngineException e) {
      Mark mark = parser.place();
      file.problem(mark.getLine() + 1, mark.getColumn() + 1, "not YAML: " + e.getMessage());
    }
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    documents.forEach(document -> reportDuplicateKeys(document, file, seen));
    return documents;
  }

  private static String explain(MarkedYamlEngineException e) {
    String problem = e.getProblem();
    if (problem.startsWith("expected chomping or indentation indicators")
        || problem.startsWith("found character '>'")) {
      return "a text that begins with > or | must be in quotes";
    }
    if (problem.contains("TAB")) {
      return "lines are indented with spaces, not with tabs";
    }
    String context = e.getContext();
    return context == null || context.isEmpty() ? problem : context + ", " + problem;
  }

  /** The engine's own check knows no line. */
  private static boolean isPrintable(SourceFile file) {
    int line = 1;
    int column = 1;
    for (int codePoint : file.text().codePoints().toArray()) {
      if (!StreamReader.isPrintable(codePoint)) {
        String message =
            String.format("not YAML: the character U+%04X may not stand here", codePoint);
        file.problem(line, column, message);
        return false;
      }
      line += codePoint == '\n' ? 1 : 0;
      column = codePoint == '\n' ? 1 : column + 1;
    }
    return true;
  }

  private static void reportDuplicateKeys(Node node, SourceFile file, Set<Node> seen) {
    if (!seen.add(node)) {
      return;
    }
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(each -> reportDuplicateKeys(each, file, seen));
    } else if (node instanceof MappingNode mapping) {
      Map<String, Node> keys = new HashMap<>();
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
          Node first = keys.putIfAbsent(key.getValue(), key);
          if (first != null) {
            file.problem(
                key, "duplicate key \"" + key.getValue() + "\", first at " + file.place(first));
          }
        }
        reportDuplicateKeys(entry.getValueNode(), file, seen);
      }
    }
  }
}
