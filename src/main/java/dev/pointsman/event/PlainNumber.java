package dev.pointsman.event;

import static dev.pointsman.event.PlainJson.OTHER;
import static dev.pointsman.event.PlainJson.is;

import com.fasterxml.jackson.core.io.NumberInput;
import java.nio.charset.StandardCharsets;

/** A finite JSON number of few digits, with the value that {@link JsonFields} gives it. */
final class PlainNumber {

  /** A whole number of so many digits fits a long. */
  private static final int MAX_DIGITS = 18;

  private static final int MAX_CHARS = 40;

  /** Up to here a double holds every whole number. */
  private static final long MAX_EXACT = 1L << 53;

  /** The powers of ten that a double holds exactly. */
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private boolean whole;
  private long wholeValue;
  private double value;

  /** Whether it has neither a fraction nor an exponent. */
  boolean isWhole() {
    return whole;
  }

  long wholeValue() {
    return wholeValue;
  }

  double value() {
    return value;
  }

  /** Reads the number that begins at {@code from}: a step as those of {@link PlainJson}. */
  int read(byte[] json, int from) {
    boolean negative = is(json, from, '-');
    int begin = negative ? from + 1 : from;
    int at = begin;
    long digits = 0;
    for (; isDigit(json, at); at++) {
      digits = 10 * digits + (json[at] - '0');
    }
    int count = at - begin;
    if (count == 0 || (count > 1 && json[begin] == '0')) {
      return OTHER;
    }
    whole = !is(json, at, '.') && !is(json, at, 'e') && !is(json, at, 'E');
    if (whole) {
      wholeValue = negative ? -digits : digits;
      value = wholeValue;
      return count > MAX_DIGITS ? OTHER : at;
    }
    int exponent = 0;
    if (is(json, at, '.')) {
      int point = ++at;
      for (; isDigit(json, at); at++) {
        digits = 10 * digits + (json[at] - '0');
      }
      exponent = point - at;
      if (exponent == 0) {
        return OTHER;
      }
      count -= exponent;
    }
    if (is(json, at, 'e') || is(json, at, 'E')) {
      at++;
      boolean down = is(json, at, '-');
      if (down || is(json, at, '+')) {
        at++;
      }
      int first = at;
      int power = 0;
      for (; isDigit(json, at); at++) {
        power = 10 * power + (json[at] - '0');
      }
      if (at == first || at - first > 3) {
        return OTHER;
      }
      exponent += down ? -power : power;
    }
    if (at - from > MAX_CHARS) {
      return OTHER;
    }
    if (count > MAX_DIGITS || digits > MAX_EXACT || Math.abs(exponent) >= POWERS_OF_TEN.length) {
      value =
          NumberInput.parseDouble(
              new String(json, from, at - from, StandardCharsets.US_ASCII), true);
    } else {
      // Correctly rounded: one operation on two numbers that are exact (Clinger, "How to Read
      // Floating Point Numbers Accurately", 1990).
      double exact =
          exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
      value = negative ? -exact : exact;
    }
    return Double.isFinite(value) ? at : OTHER;
  }

  private static boolean isDigit(byte[] json, int at) {
    return at < json.length && json[at] >= '0' && json[at] <= '9';
  }
}
