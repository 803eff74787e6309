package dev.pointsman.connector.http;

import java.util.regex.Pattern;

/** Texts cut to what a receiver takes, so that a message is shortened rather than lost. */
public final class Excerpt {

  private static final String CUT = "…";

  private static final int REASON_CHARS = 200;

  /** Also what turns text around, ends a line elsewhere, or begins a terminal's commands. */
  private static final Pattern NOT_SHOWN = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private Excerpt() {}

  /** {@code text}, at most {@code limit} characters of it, with an ellipsis where it was cut. */
  public static String of(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit - CUT.length();
    // Half of a character outside the basic plane would not be valid text.
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + CUT;
  }

  /** {@code text} on one line, without control characters, short enough for a reason or a log. */
  public static String forReason(String text) {
    return line(text, REASON_CHARS);
  }

  /** {@code text} on one line, without control characters, at most {@code limit} characters. */
  public static String line(String text, int limit) {
    return of(NOT_SHOWN.matcher(text).replaceAll(" ").strip(), limit);
  }
}
