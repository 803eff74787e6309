package dev.pointsman.event;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.pointsman.event.Rejection.Reason;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads any JSON object into its fields. */
final class JsonFields {

  // NaN is not JSON, but some producers write it: read on, so that the reason is the real one.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();

  private JsonFields() {}

  /**
   * The fields of the top object: strings, numbers, booleans, and objects of the same.
   *
   * @throws Unreadable where the text is not one JSON object
   */
  static Map<String, @Nullable Object> fields(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Unreadable(Reason.NOT_JSON, "not a JSON object");
      }
      Map<String, @Nullable Object> fields = object(parser);
      if (parser.nextToken() != null) {
        throw new Unreadable(Reason.NOT_JSON, "something follows the JSON object");
      }
      return fields;
    } catch (JacksonException e) {
      throw new Unreadable(Reason.NOT_JSON, e.getOriginalMessage());
    } catch (IOException e) {
      throw new Unreadable(Reason.NOT_JSON, String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> fields = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      fields.put(name, value(parser));
    }
    return fields;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? (Object) parser.getDoubleValue()
              : (Object) parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        parser.skipChildren();
        yield List.of();
      }
      default -> throw new Unreadable(Reason.NOT_JSON, "unexpected " + token);
    };
  }
}
