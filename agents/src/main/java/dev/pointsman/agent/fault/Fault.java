package dev.pointsman.agent.fault;

import org.jspecify.annotations.Nullable;

/**
 * Why nobody was asked, of which no target may be blamed.
 *
 * @param reason to count by; the label {@code reason}
 * @param text for people: what is wrong, and where to look
 */
public record Fault(String reason, String text) {

  private static final String LOCAL = "local_fault";
  private static final String SECRET = "secret_unreadable";

  /** This machine, or this process, lacks something. */
  public static Fault local(String text) {
    return new Fault(LOCAL, text);
  }

  /** What an error says of the agent itself, or null where it says something of others. */
  public static @Nullable Fault of(Throwable error) {
    String lacking = LocalFaults.of(error);
    if (lacking != null) {
      return local(lacking);
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof OwnFaultException own) {
        return own.fault();
      }
      if (cause instanceof MissingSecretException) {
        return new Fault(SECRET, "a secret is missing: " + cause.getMessage());
      }
    }
    return null;
  }
}
