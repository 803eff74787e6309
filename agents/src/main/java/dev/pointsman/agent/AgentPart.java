package dev.pointsman.agent;

import java.util.List;

/**
 * Something that an agent does: it looks at a part of the world again and again, or listens to it,
 * and tells what it finds. It is started once and closed once; where it is closed without having
 * been started, that does nothing.
 */
public interface AgentPart extends AutoCloseable {

  /** What it is in a word, such as {@code probe}, {@code postgresql} or {@code scrape}. */
  String name();

  /** What it looks at and how often, for people: a line for each thing, without its name. */
  List<String> describe();

  /** Whether it looks at nothing by itself and waits to be told. */
  default boolean listens() {
    return false;
  }

  /**
   * Begins, and returns at once. Each check that it runs is announced to the context's coverage
   * before this returns.
   *
   * @throws CannotStartAgentException with a sentence for people, such as a port that is in use
   */
  void start(AgentContext context);

  /**
   * Runs each check one time, without waiting for when it is due, and returns when all have ended;
   * a part that only listens tries that it can. It is called in place of {@link #start}, to try a
   * configuration.
   *
   * @throws CannotStartAgentException as {@link #start} does
   */
  void runOnce(AgentContext context) throws InterruptedException;

  /** Ends all that it does within seconds; when this returns the sink is called no more. */
  @Override
  void close();
}
