package dev.pointsman.yaml;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of mapping with fixed keys.
 *
 * @param noun what people call one, with its article
 */
public record ObjectType(String noun, List<Key> keys) {

  public static ObjectType of(String noun, Key... keys) {
    return new ObjectType(noun, List.of(keys));
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
    return schema.put("additionalProperties", false);
  }
}
