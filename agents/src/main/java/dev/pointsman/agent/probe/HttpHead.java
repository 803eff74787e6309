package dev.pointsman.agent.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The status and the headers of an HTTP/1 response. */
record HttpHead(int status, List<String> headers) {

  private static final int MAX_BYTES = 32 * 1024;

  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)( .*)?");

  /**
   * Reads up to the empty line, and no byte of what follows.
   *
   * @throws ProtocolException if this is no HTTP/1 response, or its head is too long
   */
  static HttpHead read(InputStream in) throws IOException {
    // One byte at a time, as early hints and the answer may arrive together: heads are small.
    var head = new StringBuilder();
    while (!endsWithEmptyLine(head)) {
      if (head.length() >= MAX_BYTES) {
        throw new ProtocolException("the response head is longer than " + MAX_BYTES + " bytes");
      }
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended before the response did");
      }
      head.append((char) next);
      refuseOtherProtocols(head);
    }
    List<String> lines = head.toString().lines().toList();
    Matcher status = STATUS_LINE.matcher(lines.get(0));
    if (!status.matches()) {
      throw new ProtocolException("not an HTTP response");
    }
    return new HttpHead(Integer.parseInt(status.group(1)), lines.subList(1, lines.size()));
  }

  /** The value of the first header of this name, which is in lower case, or null. */
  @Nullable String header(String name) {
    for (String line : headers) {
      int colon = line.indexOf(':');
      if (colon == name.length() && line.regionMatches(true, 0, name, 0, colon)) {
        return line.substring(colon + 1).strip();
      }
    }
    return null;
  }

  private static boolean endsWithEmptyLine(StringBuilder head) {
    int length = head.length();
    return (length >= 4 && head.indexOf("\r\n\r\n", length - 4) >= 0)
        || (length >= 2 && head.indexOf("\n\n", length - 2) >= 0);
  }

  private static void refuseOtherProtocols(StringBuilder head) throws ProtocolException {
    if (head.length() == 5 && !head.toString().equals("HTTP/")) {
      throw new ProtocolException("not an HTTP response");
    }
  }
}
