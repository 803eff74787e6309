package dev.pointsman.yaml;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The shapes that values have. */
public final class Shapes {

  private static final Set<Tag> STRING = Set.of(Tag.STR);

  public static final Shape TEXT =
      new Shape.Scalar(
          "a text",
          STRING,
          text -> text.isEmpty() ? "a text that is not empty" : null,
          type("string").put("minLength", 1));

  /** The value of a label: what YAML takes for a number or a truth value is taken as written. */
  public static final Shape LABEL_VALUE =
      new Shape.Scalar(
          "a text",
          Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL),
          text -> null,
          types("string", "number", "boolean"));

  public static final Shape DURATION = duration(millis -> millis > 0, "", false);

  public static final Shape DURATION_OR_ZERO = duration(millis -> true, ", or 0", true);

  public static final Shape QUANTITY =
      new Shape.Scalar(
          "a number, with a unit where the metric has one, such as 1000ms or 100KB",
          Set.of(Tag.STR, Tag.INT, Tag.FLOAT),
          text -> Quantity.complaint(text),
          JsonNodeFactory.instance
              .objectNode()
              .set(
                  "anyOf",
                  JsonNodeFactory.instance
                      .arrayNode()
                      .add(type("number"))
                      .add(type("string").put("pattern", "^" + Quantity.PATTERN + "$"))));

  public static final Shape NUMBER =
      new Shape.Scalar(
          "a finite number",
          Set.of(Tag.INT, Tag.FLOAT),
          text -> Quantity.complaint(text),
          type("number"));

  /** Samples in promtool's notation; a single number is one too. */
  public static final Shape SAMPLES =
      new Shape.Scalar(
          "a text such as '0x3 1 _ 2+1x5'",
          Set.of(Tag.STR, Tag.INT, Tag.FLOAT),
          text -> null,
          types("string", "number"));

  public static final Shape POSITIVE_WHOLE =
      new Shape.Scalar(
          "a whole number from 1 to 999999999",
          Set.of(Tag.INT),
          text ->
              text.matches("\\+?0*[1-9][0-9]{0,8}")
                  ? null
                  : "a whole number from 1 to 999999999, not " + text,
          type("integer").put("minimum", 1).put("maximum", 999_999_999));

  private Shapes() {}

  /** A text that is one of {@code words}. */
  public static Shape oneOf(String... words) {
    List<String> all = Arrays.asList(words);
    boolean symbols = !Character.isLetter(words[0].charAt(0));
    String expected =
        words.length == 1
            ? Nodes.quote(words[0])
            : "one of " + String.join(", ", all) + (symbols ? " (in quotes)" : "");
    ObjectNode schema = type("string");
    ArrayNode enumerated = schema.putArray("enum");
    all.forEach(enumerated::add);
    return new Shape.Scalar(
        expected,
        STRING,
        text ->
            all.contains(text)
                ? null
                : expected
                    + ", not "
                    + Nodes.quote(text)
                    + (symbols || words.length == 1 ? "" : Nearest.hint(text, all)),
        schema);
  }

  /** A text that matches a pattern, anchored. */
  public static Shape matching(String pattern, String expected) {
    Pattern compiled = Pattern.compile("^(?:" + pattern + ")$");
    return new Shape.Scalar(
        expected,
        STRING,
        text -> compiled.matcher(text).matches() ? null : expected + ", not " + Nodes.quote(text),
        type("string").put("pattern", "^(?:" + pattern + ")$"));
  }

  public static Shape listOf(Shape item) {
    return new Shape.ListOf(item, false);
  }

  /** A mapping with the keys of a type. */
  public static Shape object(ObjectType type) {
    return new Shape.ObjectOf(List.of(type));
  }

  /** A list of mappings that may have none. */
  public static Shape objectsIfAny(ObjectType type) {
    return new Shape.ListOf(new Shape.ObjectOf(List.of(type)), true);
  }

  public static Shape objects(ObjectType... types) {
    return listOf(new Shape.ObjectOf(List.of(types)));
  }

  private static Shape duration(Predicate<Long> allowed, String alternative, boolean zero) {
    String expected = Durations.EXPECTED + alternative;
    ObjectNode schema = type("string").put("pattern", Durations.PATTERN);
    if (zero) {
      ObjectNode either = JsonNodeFactory.instance.objectNode();
      ObjectNode number = type("integer").put("minimum", 0).put("maximum", 0);
      either.putArray("anyOf").add(schema).add(number);
      schema = either;
    }
    return new Shape.Scalar(
        expected,
        zero ? Set.of(Tag.STR, Tag.INT) : STRING,
        text -> {
          if (zero && text.equals("0")) {
            return null;
          }
          try {
            return allowed.test(Durations.parse(text)) ? null : "longer than 0";
          } catch (IllegalArgumentException e) {
            boolean tooLong = Pattern.matches(Durations.PATTERN, text);
            return tooLong
                ? "a shorter duration than " + text
                : expected + ", not " + Nodes.quote(text);
          }
        },
        schema);
  }

  private static ObjectNode type(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static ObjectNode types(String... types) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    ArrayNode any = schema.putArray("type");
    Arrays.asList(types).forEach(any::add);
    return schema;
  }
}
