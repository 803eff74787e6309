package dev.pointsman.rule.yaml;

/**
 * A key of a rule file; the parser, the hints and the JSON Schema are made of these.
 *
 * @param description what it means, one line, for people and their editors
 */
record Key(String name, Shape shape, boolean required, String description) {

  static Key required(String name, Shape shape, String description) {
    return new Key(name, shape, true, description);
  }

  static Key optional(String name, Shape shape, String description) {
    return new Key(name, shape, false, description);
  }
}
