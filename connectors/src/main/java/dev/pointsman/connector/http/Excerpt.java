package dev.pointsman.connector.http;

/** Texts cut to what a receiver takes, so that a message is shortened rather than lost. */
public final class Excerpt {

  private static final String CUT = "…";

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
    return of(text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip(), 200);
  }
}
