package dev.pointsman.agent.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an answer to {@code INFO} or {@code CLUSTER INFO}: a line {@code name:value} each.
 */
record RedisInfo(Map<String, String> fields) {

  static RedisInfo parse(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String line : text.split("\r?\n")) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.charAt(0) != '#') {
        fields.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return new RedisInfo(fields);
  }

  @Nullable String text(String field) {
    return fields.get(field);
  }

  boolean is(String field, String value) {
    return value.equals(fields.get(field));
  }

  /** A field that is there and a finite number. */
  OptionalDouble number(String field) {
    String text = fields.get(field);
    if (text == null) {
      return OptionalDouble.empty();
    }
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
