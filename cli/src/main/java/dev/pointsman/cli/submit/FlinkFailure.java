package dev.pointsman.cli.submit;

import com.fasterxml.jackson.databind.JsonNode;

/** The one sentence that matters in the stack traces with which Flink answers. */
final class FlinkFailure {

  private static final String MAIN_FAILED = "The main method caused an error: ";

  /** What a job's main says when it is Flink that would not go on. */
  private static final String NOT_ITS_OWN = "Failed to execute job";

  private static final String CAUSED_BY = "\nCaused by: ";
  private static final String FRAME = "\n\t";
  private static final String END = "\nEnd of exception on server side>";

  private FlinkFailure() {}

  /** What the job's main said, else the root of the failure. */
  static String message(JsonNode answer) {
    JsonNode errors = answer.path("errors");
    String trace = errors.path(errors.size() - 1).asText("it gave no reason");
    int main = trace.lastIndexOf(MAIN_FAILED);
    if (main >= 0) {
      String said = untilFrames(trace.substring(main + MAIN_FAILED.length()));
      if (!said.startsWith(NOT_ITS_OWN)) {
        return said;
      }
    }
    int root = trace.lastIndexOf(CAUSED_BY);
    return root < 0
        ? withoutFrames(trace)
        : withoutClass(untilFrames(trace.substring(root + CAUSED_BY.length())));
  }

  private static String withoutFrames(String trace) {
    String first = untilFrames(trace.replaceFirst("^<Exception on server side:\\R", ""));
    return withoutClass(first);
  }

  private static String untilFrames(String trace) {
    int end = trace.length();
    for (String mark : new String[] {FRAME, CAUSED_BY, END}) {
      int at = trace.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at);
    }
    return trace.substring(0, end).strip();
  }

  /** {@code a.b.SomeException: message} as its message. */
  private static String withoutClass(String text) {
    return text.replaceFirst("^(?:[\\w$]+\\.)+[\\w$]+: ", "");
  }
}
