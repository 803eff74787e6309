package dev.pointsman.agent.probe;

import java.io.IOException;

/** A way to find out whether something is well; holds nothing between runs. */
public sealed interface Check permits HttpCheck, TcpCheck {

  /** What is checked, {@code host:port}. */
  String target();

  /**
   * Runs once, on a connection of its own, for as long as the attempt lives.
   *
   * @throws IOException if no answer came
   */
  Outcome run(Attempt attempt) throws IOException;
}
