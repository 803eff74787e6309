package dev.pointsman.agent.collect;

import dev.pointsman.agent.event.AgentEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nothing of a system said anything, which may be its fault or that of the agent's own network. */
public final class NoAnswerException extends IOException {

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
   * Whether an error says that nobody answered. That nobody listens is an answer: a machine said
   * so.
   */
  public static boolean isSilence(@Nullable Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof NoAnswerException
          || each instanceof SocketTimeoutException
          || each instanceof UnknownHostException
          || each instanceof NoRouteToHostException) {
        return true;
      }
      if (each instanceof ConnectException) {
        return !String.valueOf(each.getMessage()).contains("refused");
      }
    }
    return false;
  }
}
