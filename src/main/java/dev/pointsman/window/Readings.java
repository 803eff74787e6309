package dev.pointsman.window;

/** Readings in the order of time, as an aggregate looks at them. */
interface Readings {

  int size();

  /** Milliseconds since the epoch. */
  long timestamp(int index);

  double value(int index);
}
