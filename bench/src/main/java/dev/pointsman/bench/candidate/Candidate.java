package dev.pointsman.bench.candidate;

import dev.pointsman.bench.recording.Recording;
import dev.pointsman.bench.report.Setup;

/** Something that reads a recording as fast as it can, and counts in {@link CountedEvents#READ}. */
public interface Candidate {

  Setup setup();

  /**
   * Begins at the recording's first event; returns before or while it reads.
   *
   * @throws CandidateFailedException where it cannot start
   */
  Running start(BenchCluster cluster, Recording recording);
}
