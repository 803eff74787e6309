package dev.pointsman.yaml;

/**
 * How something was understood that its author may want to know; nothing is wrong with it.
 *
 * @param line counted from 1, as the column is
 */
public record Notice(String path, int line, int column, String message) {

  @Override
  public String toString() {
    return path + ":" + line + ":" + column + ": " + message;
  }
}
