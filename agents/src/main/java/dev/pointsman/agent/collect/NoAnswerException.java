package dev.pointsman.agent.collect;

import dev.pointsman.agent.event.AgentEvent;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nothing of a system said anything, which may be its fault or that of the agent's own network. */
public final class NoAnswerException extends IOException {

  /** What Linux and the JDK say of a socket that another machine refused, reset or closed. */
  private static final List<String> OF_ANOTHER_MACHINE = List.of("refused", "reset", "Broken pipe");

  private final transient List<AgentEvent> findings;

  /**
   * No answer.
   *
   * @param findings what is so unless the agent is blind, such as that all of it is down
   */
  public NoAnswerException(String message, List<? extends AgentEvent> findings) {
    super(message);
    this.findings = List.copyOf(findings);
  }

  /** What is so unless the agent is blind. */
  public List<AgentEvent> findings() {
    return findings;
  }

  /**
   * Whether an error says that nobody answered. That nobody listens is an answer, and so is the end
   * of a connection: a machine said so. Whatever else a socket fails with, such as an unreachable
   * network, this machine said itself.
   */
  public static boolean isSilence(@Nullable Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof NoAnswerException
          || each instanceof SocketTimeoutException
          || each instanceof UnknownHostException) {
        return true;
      }
      if (each instanceof SocketException) {
        String message = String.valueOf(each.getMessage());
        return OF_ANOTHER_MACHINE.stream().noneMatch(message::contains);
      }
    }
    return false;
  }
}
