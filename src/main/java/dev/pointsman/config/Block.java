package dev.pointsman.config;

import dev.pointsman.yaml.Durations;
import dev.pointsman.yaml.Fields;
import dev.pointsman.yaml.Nodes;
import dev.pointsman.yaml.ObjectType;
import dev.pointsman.yaml.Shape;
import dev.pointsman.yaml.SourceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * One mapping of the document. What is absent reads as null, and so does what is wrong, which was
 * told then; a section is made into its record only where its block is {@link #sound}.
 */
final class Block {

  private final ObjectType type;
  private final Reading reading;
  private final SourceFile file;
  private final Node node;
  private final @Nullable Fields fields;
  private final @Nullable Block around;
  private boolean sound = true;

  private Block(
      @Nullable Block around,
      ObjectType type,
      Reading reading,
      SourceFile file,
      Node node,
      boolean present) {
    this.around = around;
    this.type = type;
    this.reading = reading;
    this.file = file;
    this.node = node;
    int before = file.findings().problemCount();
    this.fields = present ? Fields.read(node, type, file) : null;
    if (file.findings().problemCount() > before) {
      becomeUnsound();
    }
  }

  /** Reads a mapping, and reports what is wrong with its keys and the shapes of their values. */
  static Block read(Node node, ObjectType type, Reading reading, SourceFile file) {
    return new Block(null, type, reading, file, node, true);
  }

  private void becomeUnsound() {
    for (Block each = this; each != null; each = each.around) {
      each.sound = false;
    }
  }

  /** What is known besides this block. */
  Reading reading() {
    return reading;
  }

  /** Whether the mapping is there. */
  boolean present() {
    return fields != null;
  }

  /** Whether nothing was found wrong so far with it, or with a block in it. */
  boolean sound() {
    return sound;
  }

  /** Whether the key is there, whatever it holds. */
  boolean has(String key) {
    return fields != null && fields.has(key);
  }

  /** Whether nothing is wrong with the value itself of a key, or it is absent. */
  boolean isSound(String key) {
    return !has(key) || (fields != null && fields.value(key) != null);
  }

  /** A text as it is written, or null. */
  @Nullable String text(String key) {
    return fields == null ? null : fields.text(key);
  }

  String text(String key, String otherwise) {
    String text = text(key);
    return text == null ? otherwise : text;
  }

  /** The value of a key of {@link Scalars#SECONDS}. */
  @Nullable Duration seconds(String key) {
    return as(key, Scalars::seconds);
  }

  Duration seconds(String key, Duration otherwise) {
    Duration seconds = seconds(key);
    return seconds == null ? otherwise : seconds;
  }

  /** The value of a key of {@link Scalars#MILLISECONDS}. */
  @Nullable Duration milliseconds(String key) {
    return as(key, Scalars::milliseconds);
  }

  /** The value of a key of {@link Scalars#DAYS}. */
  @Nullable Duration days(String key) {
    return as(key, Scalars::days);
  }

  /** The value of a key of {@link dev.pointsman.yaml.Shapes#DURATION}. */
  @Nullable Duration duration(String key) {
    return fields == null || fields.text(key) == null
        ? null
        : Duration.ofMillis(fields.duration(key, 0));
  }

  /** The value of a key of {@link Scalars#SIZE}, in bytes. */
  @Nullable Long size(String key) {
    return as(key, Scalars::size);
  }

  /** The value of a key of {@link Scalars#PERCENT}, 0 to 100. */
  @Nullable Double percent(String key) {
    return as(key, Scalars::percent);
  }

  @Nullable Double number(String key) {
    return as(key, Double::valueOf);
  }

  /** The value of a key that holds whole numbers within those of an int. */
  @Nullable Integer whole(String key) {
    return as(key, Integer::valueOf);
  }

  int whole(String key, int otherwise) {
    Integer whole = whole(key);
    return whole == null ? otherwise : whole;
  }

  /** The value of a key of {@link Scalars#TRUTH}. */
  @Nullable Boolean truth(String key) {
    return as(key, Scalars::truth);
  }

  boolean truth(String key, boolean otherwise) {
    Boolean truth = truth(key);
    return truth == null ? otherwise : truth;
  }

  /** A file; a relative one is relative to the file in which it is named. */
  @Nullable Path path(String key) {
    return as(key, text -> Path.of(file.path()).resolveSibling(text));
  }

  /** The value of a key in a form of its own, or null. */
  <T> @Nullable T as(String key, Function<String, T> form) {
    String text = text(key);
    return text == null ? null : form.apply(text);
  }

  /** The sound texts of a list, or of the single one that stands for a list. */
  List<String> texts(String key) {
    return items(key).stream().map(Nodes::text).toList();
  }

  /** The sound entries of a list, or the single value that stands for one; none where absent. */
  List<Node> items(String key) {
    Node value = fields == null ? null : fields.value(key);
    if (value == null) {
      return List.of();
    }
    return switch (value.getNodeType()) {
      case SEQUENCE -> file.soundItems(value);
      default -> List.of(value);
    };
  }

  /** The sound entries of a mapping of free keys to scalars, in their order. */
  <T> Map<String, T> texts(String key, Function<String, T> form) {
    var texts = new LinkedHashMap<String, T>();
    for (NodeTuple each : entries(key)) {
      texts.putIfAbsent(Nodes.text(each.getKeyNode()), form.apply(Nodes.text(each.getValueNode())));
    }
    return texts;
  }

  /** The sound entries of a mapping with free keys, in their order; none where it is absent. */
  List<NodeTuple> entries(String key) {
    Node value = fields == null ? null : fields.value(key);
    return value == null ? List.of() : file.soundEntries(value);
  }

  /** Whether a value is a mapping or a list with nothing in it. */
  boolean isEmpty(String key) {
    return fields != null
        && fields.value(key) instanceof CollectionNode<?> collection
        && collection.getValue().isEmpty();
  }

  /** The sound texts of a list somewhere within this block. */
  List<String> texts(Node list) {
    return file.soundItems(list).stream().map(Nodes::text).toList();
  }

  /** A mapping within this one; where it is absent, one of which every key is. */
  Block block(String key) {
    Node value = fields == null ? null : fields.value(key);
    return new Block(this, typeOf(key), reading, file, value == null ? node : value, value != null);
  }

  /** The mappings of a list within this one; none where it is absent. */
  List<Block> blocks(String key) {
    return items(key).stream().map(each -> read(each, typeOf(key))).toList();
  }

  /** A mapping somewhere within this one. */
  Block read(Node inner, ObjectType innerType) {
    return new Block(this, innerType, reading, file, inner, true);
  }

  private ObjectType typeOf(String key) {
    Shape shape = Objects.requireNonNull(type.key(key)).shape();
    Shape item = shape instanceof Shape.ListOf list ? list.item() : shape;
    if (item instanceof Shape.ObjectOf object) {
      return object.types().get(0);
    }
    throw new IllegalArgumentException(key + " is no mapping");
  }

  /** {@code path:line:column} of a value, or of this block where there is none. */
  String place(String key) {
    return file.place(at(key));
  }

  /** Tells that the whole is wrong. */
  void problem(String message) {
    problem(node, message);
  }

  /** Tells that the value of a key is wrong; where there is none, that the whole is. */
  void problem(String key, String message) {
    problem(at(key), message);
  }

  /** Tells that something within this block is wrong. */
  void problem(Node at, String message) {
    file.problem(at, message);
    becomeUnsound();
  }

  /** Tells that the key does not belong here. */
  void keyProblem(String key, String message) {
    problem(fields == null ? node : fields.key(key), message);
  }

  void notice(String key, String message) {
    file.notice(at(key), message);
  }

  /**
   * Tells what an agent needs and the document, right as it is, leaves out.
   *
   * @param needed what would come after "needs", such as {@code the base_url of us-west-2}
   */
  void missing(AgentKind agent, String needed) {
    reading.missing(agent, file, node, needed);
  }

  /** As {@link #missing(AgentKind, String)}, at the value of a key. */
  void missing(AgentKind agent, String key, String needed) {
    reading.missing(agent, file, at(key), needed);
  }

  /**
   * Tells what an agent has to find outside of the document.
   *
   * @param key at whose value it is named
   * @param noun what it is called where it is told of
   */
  void outside(AgentKind reader, String key, String noun, Outside.Named named) {
    reading.outside(new Outside(reader, file, at(key), noun, named));
  }

  private Node at(String key) {
    Node value = fields == null ? null : fields.value(key);
    return value == null ? node : value;
  }

  /** That {@code timeout} is not longer than {@code interval}, where both are known. */
  void requireTimeoutWithin(@Nullable Duration interval, @Nullable Duration timeout) {
    if (interval != null && timeout != null && timeout.compareTo(interval) > 0) {
      problem(
          has("timeout") ? "timeout" : "interval",
          "the timeout (%s) must not be longer than the interval (%s)"
              .formatted(shown(timeout), shown(interval)));
    }
  }

  private static String shown(Duration duration) {
    return Durations.format(duration.toMillis());
  }
}
