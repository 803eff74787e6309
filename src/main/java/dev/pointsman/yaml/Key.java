package dev.pointsman.yaml;

/**
 * A key of a mapping; the parser, the hints and the JSON Schema are made of these.
 *
 * @param description what it means, one line, for people and their editors
 */
public record Key(String name, Shape shape, boolean required, String description) {

  public static Key required(String name, Shape shape, String description) {
    return new Key(name, shape, true, description);
  }

  public static Key optional(String name, Shape shape, String description) {
    return new Key(name, shape, false, description);
  }
}
