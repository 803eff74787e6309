package dev.pointsman.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.Shapes;
import dev.pointsman.yaml.SourceFile;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A top-level section of the document: what it is called, what it holds, and how it is read.
 *
 * @param description what it is for, one line, for people and their editors
 */
record Section<T>(String name, String description, Shape shape, SectionReader<T> reader) {

  /** Makes a section of its node, whose shape is right. */
  interface SectionReader<T> {
    @Nullable T read(Node node, Reading reading, SourceFile file);
  }

  /** Makes a section of its block; null where something was wrong with it. */
  interface BlockReader<T> {
    @Nullable T read(Block block);
  }

  /** Makes a section of the blocks of its list; null where something was wrong with one. */
  interface BlocksReader<T> {
    @Nullable T read(List<Block> blocks);
  }

  /** A section that is a mapping. */
  static <T> Section<T> of(
      String name, String description, ObjectType type, BlockReader<T> reader) {
    return new Section<>(
        name,
        description,
        Shapes.object(type),
        (node, reading, file) -> reader.read(Block.read(node, type, reading, file)));
  }

  /** A section that is a list of mappings. */
  static <T> Section<T> listOf(
      String name, String description, ObjectType type, BlocksReader<T> reader) {
    return new Section<>(
        name,
        description,
        Shapes.objects(type),
        (node, reading, file) ->
            reader.read(
                file.soundItems(node).stream()
                    .map(each -> Block.read(each, type, reading, file))
                    .toList()));
  }

  ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("description", description);
    return schema.setAll(shape.schema());
  }

  /** The section at a node, or null where something in it was reported. */
  @Nullable T read(Node node, Reading reading, SourceFile file) {
    shape.check(node, name, file);
    return file.findings().isSound(node) ? reader.read(node, reading, file) : null;
  }
}
