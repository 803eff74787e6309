package dev.pointsman.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pointsman.rule.yaml.RuleSchema;
import dev.pointsman.yaml.SchemaText;

/** The JSON Schema of the document, for editors; made of the keys that the loader knows. */
public final class ConfigSchema {

  private ConfigSchema() {}

  /** The schema as JSON, draft 2020-12, ending in a line end. */
  public static String json() {
    ObjectNode schema =
        SchemaText.begin(
            "Pointsman high-availability configuration",
            "What is watched, and the alert rules over it; other sections are ignored.");
    ObjectNode properties = schema.putObject("properties");
    HighAvailabilityConfig.SECTIONS.forEach(each -> properties.set(each.name(), each.schema()));
    RuleSchema.addTo(schema, properties);
    return SchemaText.of(schema);
  }
}
