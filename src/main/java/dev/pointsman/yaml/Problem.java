package dev.pointsman.yaml;

/**
 * What is wrong with a file and where; its text is {@code path:line:column: message}.
 *
 * @param line counted from 1, as the column is
 */
public record Problem(String path, int line, int column, String message) {

  @Override
  public String toString() {
    return path + ":" + line + ":" + column + ": " + message;
  }
}
