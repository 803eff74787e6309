package dev.pointsman.config;

/** The two commands that do what a configuration says. */
public enum AgentKind {
  PROBE("pointsman probe"),
  COLLECT("pointsman collect");

  private final String command;

  AgentKind(String command) {
    this.command = command;
  }

  /** What people type. */
  public String command() {
    return command;
  }
}
