package dev.pointsman.bench.candidate;

/** A candidate that reads. */
public interface Running extends AutoCloseable {

  /**
   * Returns while nothing has gone wrong.
   *
   * @throws CandidateFailedException where it has failed
   */
  void check();

  /** Returns when it has stopped. */
  @Override
  void close();
}
