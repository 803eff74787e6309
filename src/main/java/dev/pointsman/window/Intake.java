package dev.pointsman.window;

/** What became of a reading that a condition selected. */
public enum Intake {
  NEW,
  /** A reading of the same series and time was there already. */
  DUPLICATE,
  /** At or before the start of the window when it arrived. */
  LATE
}
