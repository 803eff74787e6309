package dev.pointsman.yaml;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kind of mapping with fixed keys.
 *
 * @param noun what people call one, with its article
 * @param open whether another key is worth a notice only, as nothing here reads it
 */
public record ObjectType(String noun, List<Key> keys, boolean open) {

  public static ObjectType of(String noun, Key... keys) {
    return new ObjectType(noun, List.of(keys), false);
  }

  /** Of which nothing is read yet: a key that is not among these may be right all the same. */
  public static ObjectType open(String noun, Key... keys) {
    return new ObjectType(noun, List.of(keys), true);
  }

  /** The same with more keys. */
  public ObjectType with(List<Key> more) {
    return new ObjectType(noun, Stream.concat(keys.stream(), more.stream()).toList(), open);
  }

  public @Nullable Key key(String name) {
    return keys.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  public List<String> keyNames() {
    return keys.stream().map(Key::name).toList();
  }

  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (Key key : keys) {
      ObjectNode value = JsonNodeFactory.instance.objectNode();
      value.put("description", key.description());
      value.setAll(key.shape().schema());
      properties.set(key.name(), value);
    }
    List<Key> required = keys.stream().filter(Key::required).toList();
    if (!required.isEmpty()) {
      ArrayNode names = schema.putArray("required");
      required.forEach(each -> names.add(each.name()));
    }
    return open ? schema : schema.put("additionalProperties", false);
  }
}
