package dev.pointsman.agent.sight;

/** What a run says about whether this agent sees the world. */
public enum Evidence {
  /** Another machine said something, if only that nobody listens there: it sees. */
  ANSWER,
  /** No other machine said anything. */
  NO_ANSWER,
  /** The target is on this machine, so it says nothing either way. */
  LOCAL
}
