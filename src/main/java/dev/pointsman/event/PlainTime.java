package dev.pointsman.event;

import java.time.LocalDate;
import java.time.Month;
import java.time.Year;

/** Reads an RFC 3339 text of the usual form, {@code 2025-11-21T04:40:00.5Z}. */
final class PlainTime {

  /** No time of an event: it is before the year 0. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int SECOND_END = "2025-11-21T04:40:00".length();

  private PlainTime() {}

  /**
   * Milliseconds since the epoch, what is finer cut off; {@link #UNKNOWN} for another form, and for
   * a date that does not exist.
   */
  static long parse(byte[] text, int from, int to) {
    if (to - from <= SECOND_END
        || (text[to - 1] != 'Z' && text[to - 1] != 'z')
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || (text[from + 10] != 'T' && text[from + 10] != 't' && text[from + 10] != ' ')
        || text[from + 13] != ':'
        || text[from + 16] != ':') {
      return UNKNOWN;
    }
    int year = 100 * twoDigits(text, from) + twoDigits(text, from + 2);
    int month = twoDigits(text, from + 5);
    int day = twoDigits(text, from + 8);
    int hour = twoDigits(text, from + 11);
    int minute = twoDigits(text, from + 14);
    int second = twoDigits(text, from + 17);
    int millis = millis(text, from + SECOND_END, to - 1);
    if (year < 0
        || month < 1
        || month > 12
        || day < 1
        || day > Month.of(month).length(Year.isLeap(year))
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 59
        || millis < 0) {
      return UNKNOWN;
    }
    long minutes = (LocalDate.of(year, month, day).toEpochDay() * 24 + hour) * 60 + minute;
    return (minutes * 60 + second) * 1000 + millis;
  }

  /** Far below 0 where they are no digits, so that it stays so with another two before it. */
  private static int twoDigits(byte[] text, int at) {
    int tens = text[at] - '0';
    int ones = text[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -100_000 : 10 * tens + ones;
  }

  /** Of a point and digits, or of nothing; below 0 for anything else. */
  private static int millis(byte[] text, int from, int to) {
    if (from == to) {
      return 0;
    }
    if (text[from] != '.' || to - from == 1) {
      return -1;
    }
    int millis = 0;
    for (int i = 1; i <= 3 || from + i < to; i++) {
      int digit = from + i < to ? text[from + i] - '0' : 0;
      if (digit < 0 || digit > 9) {
        return -1;
      }
      millis = i <= 3 ? 10 * millis + digit : millis;
    }
    return millis;
  }
}
