package dev.pointsman.yaml;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What is written at a node. */
public final class Nodes {

  private static final int SHOWN = 60;

  private Nodes() {}

  /** The text of a scalar, whatever YAML takes it for. */
  public static String text(Node scalar) {
    return ((ScalarNode) scalar).getValue();
  }

  public static List<Node> items(Node list) {
    return ((SequenceNode) list).getValue();
  }

  /** The texts of a list of scalars. */
  public static List<String> texts(Node list) {
    var texts = new ArrayList<String>();
    items(list).forEach(each -> texts.add(text(each)));
    return texts;
  }

  public static List<NodeTuple> entries(Node mapping) {
    return ((MappingNode) mapping).getValue();
  }

  /** A text, or the start of a long one, in quotes. */
  public static String quote(String text) {
    return '"' + start(text) + '"';
  }

  private static String start(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  /** What people would call it, as the end of "expected …, not". */
  public static String describe(Node node) {
    if (node instanceof ScalarNode scalar) {
      String shown = start(scalar.getValue());
      Tag tag = scalar.getTag();
      if (tag.equals(Tag.STR)) {
        return quote(shown);
      }
      if (tag.equals(Tag.NULL)) {
        return "nothing";
      }
      if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
        return "the number " + shown;
      }
      return tag.equals(Tag.BOOL) ? shown : "the YAML tag " + tag.getValue();
    }
    if (node instanceof SequenceNode list) {
      return list.getValue().isEmpty() ? "an empty list" : "a list";
    }
    return "a mapping";
  }
}
