package dev.pointsman.agent.redis;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A node's side of a conversation, which ends with an error where it is longer than it may be, or
 * where it announces a reply that would be: a client that believes the announcement would take as
 * much memory for it.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>
 */
final class BoundedReplies extends FilterInputStream {

  private static final int LONGEST_HEADER = 1024; // an error is told in its header line

  private final long limit;
  private long taken;
  private byte[] header = {};
  private int headerTaken;
  private boolean replyBegins;

  BoundedReplies(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  /** A command was sent: what is read next is the beginning of the reply to it. */
  void replyBegins() {
    replyBegins = true;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (replyBegins) {
      header = readHeader();
      headerTaken = 0;
      replyBegins = false;
    }
    int left = header.length - headerTaken;
    if (left > 0) {
      int count = Math.min(left, length);
      System.arraycopy(header, headerTaken, target, offset, count);
      headerTaken += count;
      return count;
    }
    int count = super.read(target, offset, length);
    taken += Math.max(count, 0);
    if (taken > limit) {
      throw new UnreadableReplyException("more than " + limit + " bytes of answers");
    }
    return count;
  }

  /** The first line of a reply, with its end, or as much of it as came before the end. */
  private byte[] readHeader() throws IOException {
    byte[] line = new byte[LONGEST_HEADER];
    int length = 0;
    while (length < LONGEST_HEADER) {
      int next = super.read();
      if (next < 0) {
        break;
      }
      line[length++] = (byte) next;
      if (next == '\n') {
        break;
      }
    }
    byte[] header = Arrays.copyOf(line, length);
    if (length > 0) {
      check(header);
    }
    return header;
  }

  private void check(byte[] header) throws UnreadableReplyException {
    char type = (char) header[0];
    if (type != '$' && type != '+' && type != '-' && type != ':') {
      throw new UnreadableReplyException("not an answer of Redis");
    }
    if (type == '$') {
      long announced = 0;
      for (byte each : header) {
        if (each >= '0' && each <= '9') {
          announced = Math.min(limit + 1, announced * 10 + (each - '0'));
        }
      }
      if (announced > limit) {
        throw new UnreadableReplyException("an answer of more than " + limit + " bytes");
      }
    }
  }

  /** A reply that is none, or longer than it may be. */
  static final class UnreadableReplyException extends IOException {
    UnreadableReplyException(String message) {
      super(message);
    }
  }
}
