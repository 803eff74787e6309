package dev.pointsman.bench.candidate;

/** A candidate did not start, failed while it read, or did not stop; the message says of what. */
public final class CandidateFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CandidateFailedException(Throwable cause) {
    super(rootMessage(cause), cause);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }
}
