package dev.pointsman.rule.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON Schema of rule files, for editors; made of the keys that the parser knows. */
public final class RuleSchema {

  private RuleSchema() {}

  /** The schema as JSON, draft 2020-12, ending in a line end. */
  public static String json() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Pointsman rule file");
    schema.put(
        "description", "Alert rules, under failover_alerts or alerts; other sections are ignored.");
    schema.put("type", "object");
    ObjectNode sections = schema.putObject("properties");
    for (String section : RuleKeys.SECTIONS) {
      sections.putObject(section).put("$ref", "#/$defs/rules");
    }
    schema.putObject("$defs").set("rules", RuleKeys.RULES.schema());
    var indent = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a tree of our own making
    }
  }
}
