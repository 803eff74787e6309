package dev.pointsman.yaml;

import java.util.regex.Pattern;

/**
 * What is wrong with a file and where; its text is {@code path:line:column: message}.
 *
 * @param line counted from 1, as the column is
 */
public record Problem(String path, int line, int column, String message) {

  /** What a file quotes of itself must not end the line that tells of it, nor turn it round. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  public Problem {
    message =
        UNSEEN
            .matcher(message)
            .replaceAll(each -> "\\\\u%04x".formatted((int) each.group().charAt(0)));
  }

  @Override
  public String toString() {
    return path + ":" + line + ":" + column + ": " + message;
  }
}
