package dev.pointsman.agent.server;

import java.time.Duration;

/**
 * What a server takes at most.
 *
 * @param connections at a time; where there are more, the one that was silent for longest is ended
 * @param threads that answer
 * @param maxBytes of the body of a request
 * @param head until the head of a request is whole, from its first byte or the connection on
 * @param request from then until it is whole, and for taking the answer
 * @param idle from an answer until the next request begins
 */
public record Limits(
    int connections, int threads, int maxBytes, Duration head, Duration request, Duration idle) {

  /** Those of a server whose senders keep their connections. */
  public static Limits of(int connections, int threads, int maxBytes) {
    return new Limits(
        connections,
        threads,
        maxBytes,
        Duration.ofSeconds(3),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10));
  }
}
