package dev.pointsman.rule.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pointsman.rule.AlertRule;
import dev.pointsman.rule.Bound;
import dev.pointsman.rule.Condition;
import dev.pointsman.rule.GroupBy;
import dev.pointsman.rule.Matcher;
import dev.pointsman.rule.Notification;
import dev.pointsman.rule.NotificationJson;
import dev.pointsman.rule.Response;
import dev.pointsman.yaml.Durations;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rules as JSON, one object each, with the keys of rule files: the values of the {@code
 * alert-rules} topic. {@link RuleLoader#parseRule} reads it back to an equal rule, whatever a
 * catalogue says by then: nothing is left out but {@code by} where it is every label.
 */
public final class RuleJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private RuleJson() {}

  /**
   * The rule on one line.
   *
   * @throws IllegalArgumentException for what no rule file can say: that a label has several values
   *     where another has a matcher that is not of values; every label as {@code by} of a metric
   *     that has another one in the shipped catalogue
   */
  public static String write(AlertRule rule) {
    var text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      // YAML, as which it is read, takes JSON but for raw control characters beyond ASCII's.
      json.setHighestNonEscapedChar(126);
      write(rule, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string does not fail
    }
    return text.toString();
  }

  private static void write(AlertRule rule, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", rule.name());
    json.writeStringField("severity", rule.severity().text());
    by(rule, json);
    json.writeStringField("when", rule.when().text());
    json.writeArrayFieldStart("conditions");
    for (Condition condition : rule.conditions()) {
      write(condition, json);
    }
    json.writeEndArray();
    json.writeStringField("for", Durations.format(rule.hold().beforeFiringMillis()));
    json.writeStringField("keep_firing_for", Durations.format(rule.hold().beforeResolvedMillis()));
    json.writeStringField("no_data", rule.noData().policy().text());
    json.writeStringField("no_data_after", Durations.format(rule.noData().afterMillis()));
    write(rule.response(), json);
    json.writeEndObject();
  }

  private static void by(AlertRule rule, JsonGenerator json) throws IOException {
    if (!rule.by().isEveryLabel()) {
      list(json, "by", rule.by().names());
      return;
    }
    String metric = rule.conditions().get(0).metric();
    GroupBy unsaid = CatalogueParser.shipped().of(metric).by();
    if (!unsaid.isEveryLabel()) {
      throw new IllegalArgumentException(
          "no rule file can say every label of " + metric + ", whose own are " + unsaid);
    }
  }

  private static void write(Condition condition, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("metric", condition.metric());
    match(condition.match(), json);
    json.writeStringField("aggregate", condition.aggregate().text());
    Bound where = condition.where();
    json.writeStringField("where", where.comparison().symbol() + " " + number(where.threshold()));
    json.writeStringField("compare", condition.bound().comparison().symbol());
    json.writeFieldName("threshold");
    json.writeNumber(number(condition.bound().threshold()));
    json.writeStringField("window", Durations.format(condition.windowMillis()));
    json.writeStringField("per", condition.per().text());
    if (!condition.quorum().isEmpty()) {
      json.writeObjectFieldStart("quorum");
      for (var entry : new TreeMap<>(condition.quorum()).entrySet()) {
        json.writeNumberField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void match(List<Matcher> matchers, JsonGenerator json) throws IOException {
    if (matchers.isEmpty()) {
      return;
    }
    Set<String> labels = new HashSet<>();
    boolean values =
        matchers.stream()
            .allMatch(each -> each.kind() == Matcher.Kind.IN && labels.add(each.label()));
    if (!values) {
      list(json, "match", matchers.stream().map(RuleJson::prometheus).toList());
      return;
    }
    json.writeObjectFieldStart("match");
    for (Matcher matcher : matchers) {
      list(json, matcher.label(), matcher.values());
    }
    json.writeEndObject();
  }

  private static String prometheus(Matcher matcher) {
    if (matcher.values().size() > 1) {
      throw new IllegalArgumentException(
          "no rule file can say " + matcher + " together with matchers of other kinds");
    }
    String label = matcher.label();
    return (label.matches("[A-Za-z_][A-Za-z0-9_]*") ? label : quote(label))
        + matcher.kind().symbol()
        + quote(matcher.values().get(0));
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void write(Response response, JsonGenerator json) throws IOException {
    texts(json, "labels", response.labels().toMap());
    texts(json, "annotations", response.annotations());
    if (!response.notifications().isEmpty()) {
      json.writeArrayFieldStart("notifications");
      for (Notification notification : response.notifications()) {
        NotificationJson.write(notification, json);
      }
      json.writeEndArray();
    }
    if (!response.actions().isEmpty()) {
      list(json, "actions", response.actions());
    }
  }

  private static void texts(JsonGenerator json, String key, Map<String, String> texts)
      throws IOException {
    if (texts.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(key);
    for (var entry : texts.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static void list(JsonGenerator json, String key, Collection<String> texts)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /** The shortest text that reads as the same double. */
  private static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
