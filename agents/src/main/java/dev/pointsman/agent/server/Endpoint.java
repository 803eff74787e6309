package dev.pointsman.agent.server;

import org.jspecify.annotations.Nullable;

/** Answers requests, whatever carries them; from several threads. */
public interface Endpoint {

  /** The answer to a request whose body need not be read, or null where it is to be. */
  @Nullable Answer refusal(Head head);

  /** The answer to a request that was not refused. */
  Answer answer(Head head, byte[] body);

  /** What to say to who sends a body that is too long. */
  default String tooLarge(int maxBytes) {
    return "the body is longer than " + maxBytes + " bytes";
  }
}
