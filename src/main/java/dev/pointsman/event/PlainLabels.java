package dev.pointsman.event;

import static dev.pointsman.event.PlainJson.OTHER;
import static dev.pointsman.event.PlainJson.is;
import static dev.pointsman.event.PlainJson.mark;
import static dev.pointsman.event.PlainJson.space;
import static dev.pointsman.event.PlainJson.string;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A JSON object of plain strings, of which labels can be made. */
final class PlainLabels {

  private static final int MAX_LABELS = 64;

  /** The places of a label: its name from and to, its value from and to. */
  private static final int PLACES = 4;

  private final int[] places = new int[MAX_LABELS * PLACES];
  private int end;
  private byte[] json = {};

  /** Reads the object that begins at {@code from}: a step as those of {@link PlainJson}. */
  int read(byte[] text, int from) {
    json = text;
    end = 0;
    int at = mark(text, from, '{');
    if (at == OTHER) {
      return OTHER;
    }
    if (is(text, at, '}')) {
      return at + 1;
    }
    while (true) {
      at = readLabel(at);
      if (at == OTHER) {
        return OTHER;
      }
      if (!is(text, at, ',')) {
        return is(text, at, '}') ? at + 1 : OTHER;
      }
      at = space(text, at + 1);
    }
  }

  /** Behind a label and the white space after it. */
  private int readLabel(int at) {
    int nameEnd = string(json, at);
    if (nameEnd == OTHER || end == places.length) {
      return OTHER;
    }
    int value = mark(json, nameEnd, ':');
    int valueEnd = value == OTHER ? OTHER : string(json, value);
    if (valueEnd == OTHER) {
      return OTHER;
    }
    places[end++] = at + 1;
    places[end++] = nameEnd - 1;
    places[end++] = value + 1;
    places[end++] = valueEnd - 1;
    return space(json, valueEnd);
  }

  /** The labels that were read last; null where a name stands twice. */
  @Nullable Labels build() {
    if (!sort()) {
      return null;
    }
    var builder = new LabelsBuilder(json.length);
    for (int i = 0; i < end; i += 2) {
      builder.add(json, places[i], places[i + 1] - places[i]);
    }
    return builder.build();
  }

  /** By insertion, since most stand in order; false where a name stands twice. */
  private boolean sort() {
    for (int i = PLACES; i < end; i += PLACES) {
      for (int j = i; j > 0; j -= PLACES) {
        int order = compareNames(j - PLACES, j);
        if (order == 0) {
          return false;
        }
        if (order < 0) {
          break;
        }
        for (int k = j; k < j + PLACES; k++) {
          int before = places[k - PLACES];
          places[k - PLACES] = places[k];
          places[k] = before;
        }
      }
    }
    return true;
  }

  private int compareNames(int one, int other) {
    return Arrays.compare(
        json, places[one], places[one + 1], json, places[other], places[other + 1]);
  }
}
