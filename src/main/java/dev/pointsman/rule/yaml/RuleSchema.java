package dev.pointsman.rule.yaml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pointsman.yaml.SchemaText;

/** The JSON Schema of rule files, for editors; made of the keys that the parser knows. */
public final class RuleSchema {

  private RuleSchema() {}

  /** The schema as JSON, draft 2020-12, ending in a line end. */
  public static String json() {
    ObjectNode schema =
        SchemaText.begin(
            "Pointsman rule file",
            "Alert rules, under failover_alerts or alerts; other sections are ignored.");
    addTo(schema, schema.putObject("properties"));
    return SchemaText.of(schema);
  }

  /** Adds the sections of rules to the properties of a schema, and to its definitions. */
  public static void addTo(ObjectNode schema, ObjectNode properties) {
    for (String section : RuleKeys.SECTIONS) {
      properties.putObject(section).put("$ref", "#/$defs/rules");
    }
    schema.putObject("$defs").set("rules", RuleKeys.RULES.schema());
  }
}
