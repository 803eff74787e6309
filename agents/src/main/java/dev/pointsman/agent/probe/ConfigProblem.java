package dev.pointsman.agent.probe;

/** What is wrong in a configuration file, and where; lines and columns count from 1. */
public record ConfigProblem(String path, int line, int column, String message) {

  @Override
  public String toString() {
    return path + ":" + line + ":" + column + ": " + message;
  }
}
