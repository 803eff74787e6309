package dev.pointsman.job.alerting;

/** Which clock tells how long nothing has come. */
public enum Silence {
  /** The wall clock, for events as they happen: when everything is silent, it still runs. */
  BY_WALL_CLOCK,
  /** The newest timestamp of all events so far, for events that are replayed. */
  BY_EVENT_TIME
}
