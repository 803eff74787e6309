package dev.pointsman.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A JSON Schema as the text of its file. */
public final class SchemaText {

  private SchemaText() {}

  /** A schema of an object, draft 2020-12, that has no properties yet. */
  public static ObjectNode begin(String title, String description) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("title", title)
        .put("description", description)
        .put("type", "object");
  }

  /** The schema indented, ending in a line end. */
  public static String of(ObjectNode schema) {
    var indent = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a tree of our own making
    }
  }
}
