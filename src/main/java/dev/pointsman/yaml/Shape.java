package dev.pointsman.yaml;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * What a key may hold, as far as it can be said without looking at anything else: the parser checks
 * values against it and the JSON Schema is written from it.
 */
public sealed interface Shape {

  /** The end of "expected". */
  String expected();

  /** Whether a node is of the kind that this shape speaks about: scalar, list or mapping. */
  boolean concerns(Node node);

  /** Reports all that is wrong with the value of {@code what}. */
  void check(Node node, String what, SourceFile file);

  ObjectNode schema();

  private static void mismatch(Node node, String what, String expected, SourceFile file) {
    file.problem(node, what + " must be " + expected + ", not " + Nodes.describe(node));
  }

  /** Says what is wrong with the text of a scalar. */
  interface TextCheck {
    /** The complaint, or null where there is none. */
    @Nullable String complaint(String text);
  }

  /**
   * A scalar.
   *
   * @param tags what YAML may take it for
   * @param check of the text; run only where the tag fits
   */
  record Scalar(String expected, Set<Tag> tags, TextCheck check, ObjectNode schema)
      implements Shape {

    @Override
    public boolean concerns(Node node) {
      return node instanceof ScalarNode;
    }

    @Override
    public void check(Node node, String what, SourceFile file) {
      if (!(node instanceof ScalarNode scalar) || !tags.contains(scalar.getTag())) {
        mismatch(node, what, expected, file);
        return;
      }
      String complaint = check.complaint(scalar.getValue());
      if (complaint != null) {
        file.problem(node, what + " must be " + complaint);
      }
    }
  }

  /** A list, empty only where that means something. */
  record ListOf(Shape item, boolean mayBeEmpty) implements Shape {

    @Override
    public String expected() {
      return "a list (each entry " + item.expected() + ")";
    }

    @Override
    public boolean concerns(Node node) {
      return node instanceof SequenceNode;
    }

    @Override
    public void check(Node node, String what, SourceFile file) {
      if (!(node instanceof SequenceNode list)) {
        mismatch(node, what, expected(), file);
        return;
      }
      if (list.getValue().isEmpty() && !mayBeEmpty) {
        mismatch(node, what, "a list with at least one entry", file);
      }
      list.getValue().forEach(each -> item.check(each, "an entry of " + what, file));
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
      if (!mayBeEmpty) {
        schema.put("minItems", 1);
      }
      schema.set("items", item.schema());
      return schema;
    }
  }

  /** A mapping whose keys are free. */
  record MapOf(String keyNoun, Shape value) implements Shape {

    @Override
    public String expected() {
      return "a mapping of " + keyNoun + "s (each value " + value.expected() + ")";
    }

    @Override
    public boolean concerns(Node node) {
      return node instanceof MappingNode;
    }

    @Override
    public void check(Node node, String what, SourceFile file) {
      if (!(node instanceof MappingNode mapping)) {
        mismatch(node, what, expected(), file);
        return;
      }
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key && !key.getValue().isEmpty()) {
          value.check(entry.getValueNode(), key.getValue() + " in " + what, file);
        } else {
          mismatch(entry.getKeyNode(), "a key of " + what, "a " + keyNoun, file);
        }
      }
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
      schema.set("additionalProperties", value.schema());
      return schema;
    }
  }

  /** One of several shapes, told apart by the kind of node. */
  record Either(String expected, List<Shape> shapes) implements Shape {

    @Override
    public boolean concerns(Node node) {
      return shapes.stream().anyMatch(each -> each.concerns(node));
    }

    @Override
    public void check(Node node, String what, SourceFile file) {
      shapes.stream()
          .filter(each -> each.concerns(node))
          .findFirst()
          .ifPresentOrElse(
              each -> each.check(node, what, file), () -> mismatch(node, what, expected(), file));
    }

    @Override
    public ObjectNode schema() {
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      ArrayNode any = schema.putArray("anyOf");
      shapes.forEach(each -> any.add(each.schema()));
      return schema;
    }
  }

  /** A mapping with the keys of one of some types; what is in it is checked by who reads it. */
  record ObjectOf(List<ObjectType> types) implements Shape {

    @Override
    public String expected() {
      return "a mapping";
    }

    @Override
    public boolean concerns(Node node) {
      return node.getNodeType() == NodeType.MAPPING;
    }

    @Override
    public void check(Node node, String what, SourceFile file) {
      if (!concerns(node)) {
        mismatch(node, what, expected(), file);
      }
    }

    @Override
    public ObjectNode schema() {
      if (types.size() == 1) {
        return types.get(0).schema();
      }
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      ArrayNode one = schema.putArray("oneOf");
      types.forEach(each -> one.add(each.schema()));
      return schema;
    }
  }
}
